/**
 * Turns a timeline into the rows that are drawn: groups of one author, times between them, notices.
 * Pure; it decides what belongs together and what is not shown at all, never how it looks.
 */
import type { Author, Message, MessageContent } from "./protocol";
import type { PendingMessage, Timeline } from "./timeline";

export interface Entry {
  /** The same before and after the server has stored the message, so that it is not drawn anew. */
  key: string;
  content: MessageContent;
  at: number;
  message: Message | null;
  pending: PendingMessage | null;
}

export type Row =
  | { kind: "time"; key: string; at: number }
  | { kind: "notice"; key: string; message: Message }
  | { kind: "group"; key: string; author: Author; mine: boolean; entries: Entry[] };

const GROUP_GAP_MS = 3 * 60_000;
const TIME_GAP_MS = 15 * 60_000;
const CUSTOMER: Author = { kind: "customer", id: null, name: null };

export function rowsOf(timeline: Timeline): Row[] {
  const rows: Row[] = [];
  let previousAt: number | null = null;
  for (const entry of entriesOf(timeline)) {
    if (previousAt === null || entry.at - previousAt > TIME_GAP_MS || !sameDay(previousAt, entry.at)) {
      rows.push({ kind: "time", key: `time-${entry.key}`, at: entry.at });
    }
    append(rows, entry, previousAt);
    previousAt = entry.at;
  }
  return rows;
}

function entriesOf({ messages, pending }: Timeline): Entry[] {
  const stored = messages.map(
    (message): Entry => ({
      key: message.client_id ?? message.id,
      content: message.content,
      at: message.created_at,
      message,
      pending: null,
    }),
  );
  const waiting = pending.map(
    (one): Entry => ({
      key: one.client_id,
      content: one.content,
      at: one.created_at,
      message: null,
      pending: one,
    }),
  );
  return [...stored, ...waiting].filter(
    (entry, index, all) => isDrawn(entry) && !isRatedAgain(entry, all[index + 1]),
  );
}

/** A verdict shows on the answer it is about, a request for a rating as the rating form. */
function isDrawn({ content }: Entry): boolean {
  return content.kind !== "feedback" && content.kind !== "rating_request";
}

/** A score that a comment followed is given twice; the last one counts. */
function isRatedAgain(entry: Entry, next: Entry | undefined): boolean {
  return isRating(entry) && next !== undefined && isRating(next);
}

function isRating({ content }: Entry): boolean {
  return content.kind === "notice" && content.code === "rating";
}

function append(rows: Row[], entry: Entry, previousAt: number | null): void {
  if (entry.message && entry.content.kind === "notice") {
    rows.push({ kind: "notice", key: entry.key, message: entry.message });
    return;
  }
  const author = entry.message?.author ?? CUSTOMER;
  const last = rows[rows.length - 1];
  if (
    last?.kind === "group" &&
    sameAuthor(last.author, author) &&
    entry.at - (previousAt ?? 0) <= GROUP_GAP_MS
  ) {
    last.entries.push(entry);
  } else {
    rows.push({
      kind: "group",
      key: `group-${entry.key}`,
      author,
      mine: author.kind === "customer",
      entries: [entry],
    });
  }
}

function sameAuthor(a: Author, b: Author): boolean {
  // One's own messages carry no id until the server has named it.
  return a.kind === b.kind && (a.kind === "customer" || (a.id === b.id && a.name === b.name));
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
