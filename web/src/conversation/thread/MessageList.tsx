/**
 * The conversation to read: virtualised, held at its end while new messages come, and still while
 * older ones are put before it.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button, Skeleton, Spin } from "antd";
import { ArrowDown } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationOut, Id } from "@/api/types";
import { useCustomerRead } from "@/realtime/live";
import { useOutgoing } from "@/realtime/RealtimeProvider";
import type { Thread } from "@/realtime/thread";
import { useSession } from "@/session/session";
import { DayRow } from "./DayRow";
import { EventRow } from "./EventRow";
import styles from "./MessageList.module.css";
import { MessageRow } from "./MessageRow";
import { OutgoingRow } from "./OutgoingRow";
import { useOlder } from "./queries";
import { type Row, rowsOfThread } from "./rows";
import { TypingLine } from "./TypingLine";
import { useHoldEnd } from "./useHoldEnd";

interface Props {
  conversation: ConversationOut;
  thread: Thread;
}

const loadAhead = 4;
const nearEnd = 120;

export function MessageList({ conversation, thread }: Props) {
  const { t } = useTranslation("conversation");
  const { member } = useSession();
  const outgoing = useOutgoing(conversation.id);
  const rows = useMemo(
    () => rowsOfThread(thread, outgoing, member.id),
    [thread, outgoing, member.id],
  );
  const lastReadId = useLastRead(conversation, thread);
  const scroller = useRef<HTMLDivElement>(null);
  const older = useOlder(conversation.id);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: () => 72,
    overscan: 10,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
    paddingStart: 16,
    paddingEnd: 8,
  });

  useHoldEnd(scroller);
  useLayoutEffect(() => {
    virtualizer.scrollToEnd();
  }, [virtualizer]);

  // One's own message is always in sight, wherever one was reading.
  const sent = outgoing.length;
  useLayoutEffect(() => {
    if (sent > 0) virtualizer.scrollToEnd();
  }, [sent, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const away = items.length > 0 && !virtualizer.isAtEnd(nearEnd);
  const first = items[0]?.index ?? 0;
  const { mutate: loadOlder, isPending: loading, isError: failed } = older;
  useEffect(() => {
    if (thread.more && first <= loadAhead && !loading && !failed) loadOlder();
  }, [thread.more, first, loading, failed, loadOlder]);

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label={t("messages")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        <div className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                className={styles.row}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <div className={styles.measure}>
                  <AnyRow
                    row={row}
                    conversation={conversation}
                    lastReadId={lastReadId}
                    onOlder={() => loadOlder()}
                    failed={failed}
                  />
                </div>
              </div>
            );
          })}
        </div>
      </div>
      <TypingLine conversation={conversation} />
      {away && (
        <Button
          className={styles.latest}
          shape="round"
          icon={<ArrowDown size={14} />}
          onClick={() => virtualizer.scrollToEnd()}
        >
          {t("latest")}
        </Button>
      )}
    </div>
  );
}

/** The last of our messages up to where the customer has read. */
function useLastRead(conversation: ConversationOut, thread: Thread): Id | null {
  const live = useCustomerRead(conversation.id);
  const read = Math.max(live, conversation.customer_read_seq);
  const last = thread.items.findLast(
    ({ seq, author, visibility }) =>
      seq <= read && author.kind === "agent" && visibility === "public",
  );
  return last?.id ?? null;
}

interface AnyRowProps {
  row: Row;
  conversation: ConversationOut;
  lastReadId: Id | null;
  failed: boolean;
  onOlder: () => void;
}

function AnyRow({ row, conversation, lastReadId, failed, onOlder }: AnyRowProps) {
  const { t } = useTranslation("conversation");
  switch (row.kind) {
    case "earlier":
      return (
        <div className={styles.earlier}>
          {failed ? (
            <Button size="small" onClick={onOlder}>
              {t("olderFailed")}
            </Button>
          ) : (
            <Spin size="small" />
          )}
        </div>
      );
    case "day":
      return <DayRow at={row.at} />;
    case "event":
      return <EventRow message={row.message} />;
    case "message":
      return (
        <MessageRow
          message={row.message}
          first={row.first}
          last={row.last}
          lastRead={row.message.id === lastReadId}
          conversation={conversation}
        />
      );
    case "outgoing":
      return <OutgoingRow item={row.item} first={row.first} />;
  }
}

export function MessageListSkeleton() {
  return (
    <div className={styles.frame} aria-busy="true">
      <div className={styles.skeleton}>
        <Skeleton.Node active style={{ width: 260, height: 44 }} />
        <Skeleton.Node active style={{ width: 380, height: 68 }} />
        <Skeleton.Node active style={{ width: 320, height: 44 }} />
        <Skeleton.Node active style={{ width: 220, height: 44 }} />
      </div>
    </div>
  );
}
