/**
 * The messages of one conversation as far as they are loaded: ascending, unique, without holes
 * between the first and the last. Pure functions; the query cache holds the value.
 */
import type { MessageOut } from "@/api/types";

export interface Thread {
  items: MessageOut[];
  /** Whether there are older messages that have not been loaded. */
  more: boolean;
}

export const emptyThread: Thread = { items: [], more: false };

export function lastSeq(thread: Thread | undefined): number {
  return thread?.items.at(-1)?.seq ?? 0;
}

export function firstSeq(thread: Thread): number {
  return thread.items[0]?.seq ?? 0;
}

/**
 * Puts a message where its number says. Answers null when messages between the last known one
 * and this are missing: then the thread has to be read again.
 */
export function insertMessage(thread: Thread, message: MessageOut): Thread | null {
  const { items } = thread;
  const last = lastSeq(thread);
  if (message.seq > last + 1) return null;
  if (message.seq > last) return { ...thread, items: [...items, message] };
  if (thread.more && message.seq < firstSeq(thread)) return thread;
  const at = items.findIndex((item) => item.seq >= message.seq);
  const known = items[at];
  if (known?.seq === message.seq) return replace(thread, at, known, message);
  return { ...thread, items: items.toSpliced(Math.max(at, 0), 0, message) };
}

/** The same message twice changes nothing; a provisional copy gives way to the stored one. */
function replace(thread: Thread, at: number, known: MessageOut, message: MessageOut): Thread {
  if (known.id === message.id && (known.evidence !== null || message.evidence === null)) {
    return thread;
  }
  return { ...thread, items: thread.items.with(at, message) };
}

export function prependOlder(thread: Thread, older: Thread): Thread {
  const first = firstSeq(thread);
  const fresh = thread.items.length === 0 ? older.items : older.items.filter((m) => m.seq < first);
  return { items: [...fresh, ...thread.items], more: older.more };
}
