/** API tokens: programs that act in a role. A secret is shown once, when the token is made. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, type TableProps } from "antd";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "@/api/address";
import { listQuery, useCommand } from "@/api/queries";
import type { TokenOut } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { useSlowNow } from "@/ui/now";
import { Page } from "@/ui/Page";
import { RelativeTime } from "@/ui/RelativeTime";
import { date } from "@/ui/time";
import { useConfirm } from "../confirm";
import { TokenModal } from "./TokenModal";
import styles from "./Tokens.module.css";

export default function TokensPage() {
  const { t } = useTranslation("settings");
  const tokens = useInfiniteQuery(listQuery("token_list", { query: { limit: 100 } }));
  const [creating, setCreating] = useState(false);
  const columns = useColumns();
  return (
    <Page
      title={t("tokens.title")}
      description={
        <>
          {t("tokens.intro")}
          <a href={addressOf("/docs")} target="_blank" rel="noreferrer" className={styles.link}>
            {t("tokens.docs")}
          </a>
        </>
      }
      actions={
        <Button type="primary" icon={<Plus size={16} />} onClick={() => setCreating(true)}>
          {t("tokens.new")}
        </Button>
      }
    >
      <DataTable
        query={tokens}
        columns={columns}
        rowKey="id"
        minWidth={600}
        empty={
          <EmptyState
            icon={<KeyRound size={20} />}
            title={t("tokens.empty.title")}
            text={t("tokens.empty.text")}
            action={<Button onClick={() => setCreating(true)}>{t("tokens.new")}</Button>}
          />
        }
      />
      {creating && <TokenModal onClose={() => setCreating(false)} />}
    </Page>
  );
}

function useColumns(): TableProps<TokenOut>["columns"] {
  const { t } = useTranslation("settings");
  const confirm = useConfirm();
  const revoke = useCommand("token_delete", { invalidates: ["token_list"] });
  const ask = (token: TokenOut) =>
    confirm({
      title: t("tokens.revokeTitle", { name: token.name }),
      text: t("tokens.revokeText"),
      action: t("tokens.revoke"),
      run: () => revoke.mutateAsync({ path: { id: token.id } }),
      done: t("tokens.revoked"),
    });
  return [
    {
      title: t("tokens.column.name"),
      key: "name",
      render: (_, token) => <span className={styles.name}>{token.name}</span>,
    },
    {
      title: t("tokens.column.token"),
      key: "hint",
      width: 140,
      responsive: ["xl"],
      render: (_, token) => <code className={styles.hint}>{token.hint}</code>,
    },
    { title: t("tokens.column.role"), width: 128, render: (_, { role }) => t(`role.${role}`) },
    {
      title: t("tokens.column.lastUsed"),
      width: 136,
      render: (_, { last_used_at: at }) =>
        at === null ? (
          <span className={styles.quiet}>{t("tokens.neverUsed")}</span>
        ) : (
          <RelativeTime at={at} />
        ),
    },
    {
      title: t("tokens.column.expires"),
      width: 136,
      render: (_, { expires_at }) => <Expiry at={expires_at} />,
    },
    {
      title: t("tokens.column.created"),
      width: 136,
      responsive: ["xl"],
      render: (_, { created_at }) => <RelativeTime at={created_at} className={styles.quiet} />,
    },
    {
      key: "actions",
      width: 96,
      align: "right",
      render: (_, token) => (
        <Button size="small" onClick={() => ask(token)}>
          {t("tokens.revoke")}
        </Button>
      ),
    },
  ];
}

function Expiry({ at }: { at: number | null }) {
  const { t, i18n } = useTranslation("settings");
  const now = useSlowNow();
  if (at === null) return <span className={styles.quiet}>{t("tokens.forever")}</span>;
  if (at <= now) return <span className={styles.expired}>{t("tokens.expired")}</span>;
  return date(at, now, i18n.language);
}
