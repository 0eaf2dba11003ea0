/** The customer's orders, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { App, Button, Skeleton, Tag, Tooltip } from "antd";
import { Copy, PackageOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { listQuery } from "@/api/queries";
import type { Id, OrderOut, OrderStatus } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { RelativeTime } from "@/ui/RelativeTime";
import styles from "./ContextPanel.module.css";
import { money } from "./money";
import own from "./Orders.module.css";

const tones: Record<OrderStatus, string> = {
  paid: "processing",
  shipped: "processing",
  delivered: "success",
  returned: "warning",
  cancelled: "default",
};

export function Orders({ customerId }: { customerId: Id }) {
  const { t } = useTranslation("context");
  const { t: ui } = useTranslation("ui");
  const orders = useInfiniteQuery(
    listQuery("customer_orders", { path: { id: customerId }, query: { limit: 20 } }),
  );
  if (orders.isPending) {
    return (
      <div className={styles.body}>
        <Skeleton active paragraph={{ rows: 6 }} title={false} />
      </div>
    );
  }
  if (orders.isError) {
    return (
      <div className={styles.body}>
        <ProblemAlert error={orders.error} onRetry={() => orders.refetch()} />
      </div>
    );
  }
  const items = orders.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState icon={<PackageOpen size={20} strokeWidth={1.75} />} title={t("orders.empty")} />
    );
  }
  return (
    <div className={styles.body}>
      {items.map((order) => (
        <Order key={order.id} order={order} />
      ))}
      {orders.hasNextPage && (
        <Button block type="text" onClick={() => orders.fetchNextPage()}>
          {ui("more")}
        </Button>
      )}
    </div>
  );
}

function Order({ order }: { order: OrderOut }) {
  const { t, i18n } = useTranslation("context");
  return (
    <article className={styles.card}>
      <div className={styles.line}>
        <Copyable text={order.number} />
        <Tag color={tones[order.status]} variant="filled" style={{ marginInlineEnd: 0 }}>
          {t(`orders.status.${order.status}`)}
        </Tag>
      </div>
      <ul className={own.items}>
        {order.items.map((item) => (
          <li key={item.sku}>
            <span>{item.name}</span>
            <span className="numeric">×{item.quantity}</span>
            <span className="numeric">
              {money(item.price_minor, order.currency, i18n.language)}
            </span>
          </li>
        ))}
      </ul>
      <div className={styles.line}>
        <span className={styles.meta}>
          <RelativeTime at={order.placed_at} />
        </span>
        <strong className="numeric">
          {money(order.total_minor, order.currency, i18n.language)}
        </strong>
      </div>
      {order.tracking && (
        <div className={own.tracking}>
          <span>{t("orders.tracking")}</span>
          <Copyable text={order.tracking} />
        </div>
      )}
    </article>
  );
}

/** A number one needs elsewhere: one click and it is on the clipboard. */
function Copyable({ text }: { text: string }) {
  const { t } = useTranslation("ui");
  const { message } = App.useApp();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => message.success(t("copied")),
      () => undefined,
    );
  return (
    <Tooltip title={t("copy")}>
      <button type="button" className={own.copy} onClick={copy}>
        <span className="numeric">{text}</span>
        <Copy size={12} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </Tooltip>
  );
}
