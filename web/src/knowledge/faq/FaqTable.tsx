/**
 * The rows of the FAQ list: virtual, with a header that stays, loading more as the end comes near. It knows nothing of
 * filters; selection and the keyboard's place belong to the page.
 */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Skeleton, Table, type TableProps } from "antd";
import { type ReactNode, type Ref, useImperativeHandle, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FaqOut, Page } from "@/api/types";
import { useHeight } from "../height";
import { type OptionalColumn, useFittingColumns } from "./columns";
import styles from "./FaqList.module.css";
import { useFaqColumns } from "./faq-columns";

export interface FaqTableHandle {
  reveal: (id: string) => void;
}

interface Props {
  ref: Ref<FaqTableHandle>;
  list: UseInfiniteQueryResult<InfiniteData<Page<FaqOut>>, Error>;
  rows: FaqOut[];
  cursor: string | null;
  /** Null when the reader can't change anything. */
  selected: string[] | null;
  onSelect: (ids: string[]) => void;
  onOpen: (id: string) => void;
  empty: ReactNode;
}

const headerHeight = 45;
const nearEnd = 600;
/** Below this the question can no longer be read, and the table scrolls sideways instead. */
const minimum = 300;

export function FaqTable(props: Props) {
  const { ref, list, rows, cursor, selected, onSelect, onOpen, empty } = props;
  const { t } = useTranslation("knowledge");
  const [box, height] = useHeight();
  const table = useRef<TableRef>(null);
  const chosen = useFittingColumns();
  const columns = useFaqColumns(chosen);
  useImperativeHandle(ref, () => ({
    reveal: (id) => table.current?.scrollTo({ key: id, align: "auto" } as never),
  }));

  const loadMore = (event: React.UIEvent<HTMLElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    if (scrollHeight - scrollTop - clientHeight > nearEnd) return;
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  const width = useMemo(() => tableWidth(chosen), [chosen]);

  if (list.isPending) return <TableSkeleton />;
  if (rows.length === 0) return <div className={styles.empty}>{empty}</div>;
  return (
    <>
      <div ref={box} className={styles.table} data-stale={list.isPlaceholderData || undefined}>
        {height > 0 && (
          <Table<FaqOut>
            ref={table}
            virtual
            columns={columns}
            dataSource={rows}
            rowKey="id"
            pagination={false}
            scroll={{ x: width, y: Math.max(120, height - headerHeight) }}
            onScroll={loadMore}
            rowClassName={(row) =>
              row.id === cursor ? `${styles.row} ${styles.current}` : (styles.row ?? "")
            }
            onRow={(row) => ({ onClick: () => onOpen(row.id), "aria-current": row.id === cursor })}
            rowSelection={
              selected === null
                ? undefined
                : selectionOf(selected, onSelect, (question) => t("faq.selectRow", { question }))
            }
          />
        )}
      </div>
      <div className={styles.footer} aria-live="polite">
        <span className="numeric">
          {list.hasNextPage
            ? t("faq.loaded", { count: rows.length })
            : t("faq.count", { count: rows.length })}
        </span>
      </div>
    </>
  );
}

type TableRef = import("antd/es/table").TableRef;

function selectionOf(
  selected: string[],
  onSelect: (ids: string[]) => void,
  label: (question: string) => string,
): TableProps<FaqOut>["rowSelection"] {
  return {
    selectedRowKeys: selected,
    onChange: (keys) => onSelect(keys.map(String)),
    columnWidth: 48,
    getCheckboxProps: (row) => ({ "aria-label": label(row.question) }),
    // A click beside the box must not open the row.
    onCell: () => ({ onClick: (event) => event.stopPropagation() }),
  };
}

const widths: Record<OptionalColumn, number> = {
  similar: 96,
  category: 140,
  locale: 108,
  hits: 96,
  updated: 152,
};

function tableWidth(columns: readonly OptionalColumn[]): number {
  return minimum + columns.reduce((sum, column) => sum + widths[column], 0);
}

function TableSkeleton() {
  return (
    <div className={styles.skeleton} aria-busy="true">
      {Array.from({ length: 9 }, (_, index) => (
        <Skeleton
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          key={index}
          active
          title={{ width: `${38 + ((index * 17) % 30)}%` }}
          paragraph={{ rows: 1, width: `${60 + ((index * 11) % 25)}%` }}
        />
      ))}
    </div>
  );
}
