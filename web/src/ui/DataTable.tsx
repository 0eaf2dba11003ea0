/**
 * A table over a paged list: sticky header, "load more" at the end, empty and failed states in
 * place. Rows come from `listQuery`; filters belong in the address bar (see `useFilter`).
 */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button, Skeleton, Table, type TableProps } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/types";
import styles from "./DataTable.module.css";
import { ProblemAlert } from "./ProblemAlert";

interface Props<Row extends object> {
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>, Error>;
  columns: TableProps<Row>["columns"];
  rowKey: keyof Row & string;
  /** What the columns need to be read; on a narrower page the table scrolls sideways. */
  minWidth: number;
  empty: ReactNode;
  onOpen?: (row: Row) => void;
  selection?: TableProps<Row>["rowSelection"];
}

export function DataTable<Row extends object>(props: Props<Row>) {
  const { query, columns, rowKey, minWidth, empty, onOpen, selection } = props;
  const { t } = useTranslation("ui");
  if (query.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} />;
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <>{empty}</>;
  return (
    <>
      <Table<Row>
        columns={columns}
        dataSource={rows}
        rowKey={rowKey}
        pagination={false}
        sticky
        scroll={{ x: minWidth }}
        rowSelection={selection}
        onRow={(row) => (onOpen ? openableRow(row, onOpen) : {})}
      />
      {query.hasNextPage && (
        <div className={styles.more}>
          <Button onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

/** A row that opens with a click or with Enter. */
function openableRow<Row>(row: Row, onOpen: (row: Row) => void) {
  return {
    className: styles.openable,
    tabIndex: 0,
    onClick: () => onOpen(row),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === "Enter" && event.target === event.currentTarget) onOpen(row);
    },
  };
}
