/** What customers gave after their conversations, newest first, each with the way to the conversation. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { TableProps } from "antd";
import { Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { listQuery } from "@/api/queries";
import type { RatingRowOut } from "@/api/types";
import { useCan } from "@/session/session";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { Page } from "@/ui/Page";
import { RelativeTime } from "@/ui/RelativeTime";
import styles from "./Ratings.module.css";

export default function RatingsPage() {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  const can = useCan();
  const ratings = useInfiniteQuery(listQuery("rating_list", { query: { limit: 100 } }));
  const columns = useColumns();
  const open = (rating: RatingRowOut) => void navigate(`/inbox/${rating.conversation_id}`);
  return (
    <Page title={t("ratings.title")} description={t("ratings.intro")}>
      <DataTable
        query={ratings}
        columns={columns}
        rowKey="conversation_id"
        minWidth={600}
        onOpen={can("conversation.read") ? open : undefined}
        empty={
          <EmptyState
            icon={<Star size={20} />}
            title={t("ratings.empty.title")}
            text={t("ratings.empty.text")}
          />
        }
      />
    </Page>
  );
}

function useColumns(): TableProps<RatingRowOut>["columns"] {
  const { t } = useTranslation("settings");
  return [
    {
      title: t("ratings.column.score"),
      key: "score",
      width: 128,
      render: (_, { score }) => <Stars score={score} />,
    },
    {
      title: t("ratings.column.comment"),
      key: "comment",
      render: (_, { comment }) =>
        comment ? (
          <div className={styles.comment}>{comment}</div>
        ) : (
          <span className={styles.quiet}>{t("ratings.noComment")}</span>
        ),
    },
    {
      title: t("ratings.column.customer"),
      key: "customer",
      width: 128,
      ellipsis: true,
      render: (_, { customer }) => customer.name,
    },
    {
      title: t("ratings.column.member"),
      key: "member",
      width: 112,
      ellipsis: true,
      render: (_, { member }) =>
        member ? member.name : <span className={styles.quiet}>{t("ratings.byBot")}</span>,
    },
    {
      title: t("ratings.column.at"),
      key: "at",
      width: 128,
      render: (_, { at }) => <RelativeTime at={at} className={styles.quiet} />,
    },
  ];
}

const best = 5;

function Stars({ score }: { score: number }) {
  const { t } = useTranslation("settings");
  return (
    <span className={styles.stars} data-low={score <= 2 || undefined}>
      <span className="visually-hidden">{t("ratings.score", { score })}</span>
      {Array.from({ length: best }, (_, index) => (
        <Star
          // biome-ignore lint/suspicious/noArrayIndexKey: a star is its place
          key={index}
          size={15}
          aria-hidden
          className={index < score ? styles.given : styles.missing}
        />
      ))}
    </span>
  );
}
