/** What the bot could not answer, most asked first; each is one step from becoming knowledge. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Segmented, type TableProps } from "antd";
import { CircleCheckBig } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useNavigate, useSearchParams } from "react-router";
import { listQuery } from "@/api/queries";
import type { UnansweredOut } from "@/api/types";
import { useCan } from "@/session/session";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { useFilter } from "@/ui/filter";
import { useNarrow } from "@/ui/narrow";
import { RelativeTime } from "@/ui/RelativeTime";
import { FaqPicker } from "../faq/FaqPicker";
import { withPrefill } from "../faq/prefill";
import { KnowledgeFrame } from "../KnowledgeFrame";
import { RowActions } from "./RowActions";
import styles from "./Unanswered.module.css";

const states = ["open", "resolved", "dismissed"] as const;
type State = (typeof states)[number];

export default function UnansweredPage() {
  const { t } = useTranslation("knowledge");
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const [filter, setFilter] = useFilter("state");
  const state: State = states.find((known) => known === filter) ?? "open";
  const list = useInfiniteQuery(listQuery("unanswered_list", { query: { state, limit: 100 } }));
  const [attaching, setAttaching] = useState<UnansweredOut | null>(null);

  const write = (row: UnansweredOut) => {
    const prefill = { question: row.question, language: row.locale, unanswered: row.id };
    const search = withPrefill(parameters, prefill).toString();
    void navigate({ pathname: "/knowledge/unanswered/new", search });
  };
  const columns = useColumns((row) => (
    <RowActions row={row} onWrite={() => write(row)} onAttach={() => setAttaching(row)} />
  ));

  return (
    <KnowledgeFrame title={t("nav.unanswered")}>
      <div className={styles.page}>
        <div className={styles.head}>
          <p className={styles.intro}>{t("unanswered.intro")}</p>
          <Segmented
            value={state}
            aria-label={t("unanswered.states")}
            onChange={(value) => setFilter(value === "open" ? null : value)}
            options={states.map((value) => ({ value, label: t(`unanswered.state.${value}`) }))}
          />
        </div>
        <DataTable
          query={list}
          columns={columns}
          rowKey="id"
          minWidth={520}
          empty={
            <EmptyState
              icon={<CircleCheckBig size={20} />}
              title={t(`unanswered.empty.${state}`)}
              text={t(`unanswered.empty.${state}Text`)}
            />
          }
        />
      </div>
      {attaching && (
        <FaqPicker
          text={attaching.question}
          locale={attaching.locale}
          unansweredId={attaching.id}
          onClose={() => setAttaching(null)}
          onCreate={() => {
            setAttaching(null);
            write(attaching);
          }}
        />
      )}
      <Outlet />
    </KnowledgeFrame>
  );
}

function useColumns(
  actions: (row: UnansweredOut) => React.ReactNode,
): TableProps<UnansweredOut>["columns"] {
  const { t } = useTranslation("knowledge");
  const can = useCan();
  const narrow = useNarrow();
  return [
    {
      title: t("unanswered.column.question"),
      key: "question",
      render: (_, row) => (
        <div className={styles.question}>
          <div>{row.question}</div>
          {row.last_conversation_id && can("conversation.read") && (
            <Link to={`/inbox/${row.last_conversation_id}`} className={styles.conversation}>
              {t("unanswered.conversation")}
            </Link>
          )}
        </div>
      ),
    },
    {
      title: t("unanswered.column.count"),
      dataIndex: "count",
      width: 88,
      align: "right",
      className: "numeric",
    },
    {
      title: t("unanswered.column.lastSeen"),
      key: "lastSeen",
      width: 128,
      responsive: ["lg"],
      render: (_, row) => <RelativeTime at={row.last_seen_at} className={styles.time} />,
    },
    {
      title: t("unanswered.column.locale"),
      key: "locale",
      width: 108,
      responsive: ["lg"],
      render: (_, row) => t(`locale.${row.locale}`),
    },
    ...(can("faq.write")
      ? [
          {
            key: "actions",
            width: narrow ? 176 : 324,
            align: "right" as const,
            render: (_: unknown, row: UnansweredOut) => actions(row),
          },
        ]
      : []),
  ];
}
