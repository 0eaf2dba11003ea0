/** All conversations with this customer on one timeline, whichever channel they came by. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { operationQuery } from "@/api/queries";
import type { ConversationOut } from "@/api/types";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { RelativeTime } from "@/ui/RelativeTime";
import styles from "./ContextPanel.module.css";

export function History({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation("context");
  const history = useQuery(
    operationQuery("customer_conversations", { path: { id: conversation.customer.id } }),
  );
  if (history.isPending) {
    return (
      <div className={styles.body}>
        <Skeleton active paragraph={{ rows: 6 }} title={false} />
      </div>
    );
  }
  if (history.isError) {
    return (
      <div className={styles.body}>
        <ProblemAlert error={history.error} onRetry={() => history.refetch()} />
      </div>
    );
  }
  const { items } = history.data;
  return (
    <div className={styles.body}>
      <ol className={styles.timeline}>
        {items.map((item) => (
          <li key={item.id} data-current={item.id === conversation.id}>
            <Entry item={item} current={item.id === conversation.id} />
          </li>
        ))}
      </ol>
      {items.length <= 1 && <p className={styles.quiet}>{t("history.first")}</p>}
    </div>
  );
}

function Entry({ item, current }: { item: ConversationOut; current: boolean }) {
  const { t } = useTranslation("context");
  const content = (
    <>
      <div className={styles.line}>
        <strong>{current ? t("history.current") : t(`history.status.${item.status}`)}</strong>
        <span className={styles.meta}>
          <RelativeTime at={item.opened_at} />
        </span>
      </div>
      {item.preview && <div className={styles.preview}>{item.preview.text}</div>}
      <div className={styles.meta}>
        {[
          item.channel.name,
          item.member?.name ?? (item.handler === "bot" ? t("history.bot") : null),
          item.rating && t("history.rating", { score: item.rating.score }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </div>
    </>
  );
  if (current) return <div className={styles.entry}>{content}</div>;
  return (
    <Link className={styles.entry} to={`/inbox/${item.id}`}>
      {content}
    </Link>
  );
}
