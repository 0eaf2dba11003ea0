/** The rows of one list, virtualised: only what is in sight exists, the next page comes in time. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";
import type { ConversationOut, Id } from "@/api/types";
import { size } from "@/design/tokens";
import { ConversationRow } from "./ConversationRow";
import styles from "./ConversationRows.module.css";

interface Props {
  rows: ConversationOut[];
  search: string;
  openId: Id | null;
  currentId: Id | null;
  showHolder: boolean;
  hasMore: boolean;
  onMore: () => void;
  /** Receives the way to bring a row into sight. */
  reveal: RefObject<((index: number) => void) | null>;
}

const ahead = 20;

export function ConversationRows(props: Props) {
  const { rows, search, openId, currentId, showHolder, hasMore, onMore, reveal } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => size.row,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    reveal.current = (index) => virtualizer.scrollToIndex(index, { align: "auto" });
  }, [reveal, virtualizer]);

  useEffect(() => {
    if (hasMore && last >= rows.length - ahead) onMore();
  }, [hasMore, last, rows.length, onMore]);

  return (
    <div ref={scroller} className={styles.scroller}>
      <ol className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const conversation = rows[item.index];
          if (!conversation) return null;
          return (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)` }}>
              <ConversationRow
                conversation={conversation}
                search={search}
                open={conversation.id === openId}
                current={conversation.id === currentId}
                showHolder={showHolder}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}
