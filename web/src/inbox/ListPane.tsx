/** The left column: which list, its filters, and its rows. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton, Tooltip } from "antd";
import { CheckCheck, Inbox, SearchX, StepForward } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { Keys } from "@/keyboard/Keys";
import { type ListFilter, rowsOf } from "@/realtime/listing";
import { useTopic } from "@/realtime/RealtimeProvider";
import { useCan } from "@/session/session";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { ConversationRows } from "./ConversationRows";
import { ListFilters } from "./ListFilters";
import styles from "./ListPane.module.css";
import { OfflineHint } from "./OfflineHint";
import { conversationList } from "./queries";
import { useListCursor } from "./useListCursor";
import { useListFilter } from "./useListFilter";
import { useNext } from "./useNext";
import { ViewTabs } from "./ViewTabs";

export function ListPane() {
  const { t } = useTranslation("inbox");
  const can = useCan();
  const [filter, change] = useListFilter();
  const next = useNext();
  return (
    <section className={styles.pane} aria-label={t("title")}>
      <header className={styles.header}>
        <h1>{t("title")}</h1>
        {can("conversation.reply") && (
          <Tooltip title={<Keys keys="g n" />}>
            <Button
              size="small"
              icon={<StepForward size={14} strokeWidth={2} />}
              loading={next.isPending}
              onClick={next.take}
            >
              {t("next.action")}
            </Button>
          </Tooltip>
        )}
      </header>
      <ViewTabs view={filter.view} />
      {can("conversation.reply") && <OfflineHint />}
      <ListFilters filter={filter} onChange={change} />
      <List filter={filter} onClear={() => change({ q: null, status: null, handler: null })} />
    </section>
  );
}

function List({ filter, onClear }: { filter: ListFilter; onClear: () => void }) {
  const { conversationId = null } = useParams();
  const [parameters] = useSearchParams();
  const search = parameters.size > 0 ? `?${parameters}` : "";
  const { q: _, ...topic } = filter;
  useTopic({ topic: "inbox", ...topic });
  const query = useInfiniteQuery(conversationList(filter));
  const rows = useMemo(() => rowsOf(query.data), [query.data]);
  const { cursor, reveal } = useListCursor(rows, conversationId, search);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);

  if (query.isPending) return <RowsSkeleton />;
  if (query.isError && rows.length === 0) {
    return (
      <ProblemAlert error={query.error} onRetry={() => query.refetch()} style={{ margin: 16 }} />
    );
  }
  if (rows.length === 0) return <NoRows filter={filter} onClear={onClear} />;
  return (
    <ConversationRows
      key={JSON.stringify(filter)}
      rows={rows}
      search={search}
      openId={conversationId}
      currentId={cursor}
      showHolder={filter.view === "all"}
      hasMore={hasNextPage}
      onMore={more}
      reveal={reveal}
    />
  );
}

function NoRows({ filter, onClear }: { filter: ListFilter; onClear: () => void }) {
  const { t } = useTranslation("inbox");
  const next = useNext();
  const can = useCan();
  if (filter.q || filter.handler) {
    return (
      <EmptyState
        icon={<SearchX size={20} strokeWidth={1.75} />}
        title={t("empty.search")}
        action={<Button onClick={onClear}>{t("empty.clear")}</Button>}
      />
    );
  }
  if (filter.view === "mine" && filter.status === "open") {
    return (
      <EmptyState
        icon={<Inbox size={20} strokeWidth={1.75} />}
        title={t("empty.mine")}
        text={t("empty.mineText")}
        action={
          can("conversation.reply") && (
            <Button onClick={next.take} loading={next.isPending}>
              {t("next.action")}
            </Button>
          )
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<CheckCheck size={20} strokeWidth={1.75} />}
      title={filter.view === "queue" ? t("empty.queue") : t(`empty.${filter.status ?? "open"}`)}
    />
  );
}

function RowsSkeleton() {
  return (
    <div className={styles.skeleton} aria-busy="true">
      {["a", "b", "c", "d", "e", "f", "g"].map((row) => (
        <Skeleton
          key={row}
          active
          avatar={{ size: 36 }}
          title={{ width: "45%" }}
          paragraph={{ rows: 1, width: "85%" }}
        />
      ))}
    </div>
  );
}
