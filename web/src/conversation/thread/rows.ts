/**
 * Turns the messages of a conversation into the rows to draw: days set apart, messages of one
 * author close in time drawn as one group, events as quiet lines. Pure.
 */
import type { MessageOut } from "@/api/types";
import type { Outgoing } from "@/realtime/outbox";
import type { Thread } from "@/realtime/thread";

export type Row =
  | { kind: "earlier"; key: string }
  | { kind: "day"; key: string; at: number }
  | { kind: "event"; key: string; message: MessageOut }
  | { kind: "message"; key: string; message: MessageOut; first: boolean; last: boolean }
  | { kind: "outgoing"; key: string; item: Outgoing; first: boolean; last: boolean };

const groupGap = 5 * 60_000;

/** Things that happened, as opposed to things that were said. */
export function isEvent(message: MessageOut): boolean {
  const { kind } = message.content;
  return kind === "notice" || kind === "rating_request" || kind === "feedback" || kind === "action";
}

/** A message's key is its client's own id, so that it keeps its place when it is acknowledged. */
function keyOf(message: MessageOut): string {
  return message.client_id && message.author.kind === "agent" ? message.client_id : message.id;
}

interface Voice {
  author: string;
  visibility: string;
  at: number;
}

function voiceOf(message: MessageOut): Voice {
  const { author, visibility, created_at } = message;
  return { author: `${author.kind} ${author.id}`, visibility, at: created_at };
}

function together(a: Voice | null, b: Voice | null): boolean {
  return (
    a !== null &&
    b !== null &&
    a.author === b.author &&
    a.visibility === b.visibility &&
    Math.abs(b.at - a.at) < groupGap &&
    sameDay(a.at, b.at)
  );
}

export function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

export function rowsOfThread(thread: Thread, outgoing: Outgoing[], me: string): Row[] {
  const delivered = new Set(thread.items.map((message) => message.client_id));
  const waiting = outgoing.filter((item) => !delivered.has(item.clientId));
  const voices: (Voice | null)[] = [
    ...thread.items.map((message) => (isEvent(message) ? null : voiceOf(message))),
    ...waiting.map((item) => ({
      author: `agent ${me}`,
      visibility: item.visibility,
      at: item.createdAt,
    })),
  ];
  const edges = (at: number) => ({
    first: !together(voices[at - 1] ?? null, voices[at] ?? null),
    last: !together(voices[at] ?? null, voices[at + 1] ?? null),
  });

  const rows: Row[] = thread.more ? [{ kind: "earlier", key: "earlier" }] : [];
  let previousAt: number | null = null;
  for (const [at, message] of thread.items.entries()) {
    if (previousAt === null || !sameDay(previousAt, message.created_at)) {
      rows.push({ kind: "day", key: `day ${message.id}`, at: message.created_at });
    }
    previousAt = message.created_at;
    if (isEvent(message)) rows.push({ kind: "event", key: message.id, message });
    else rows.push({ kind: "message", key: keyOf(message), message, ...edges(at) });
  }
  for (const [number, item] of waiting.entries()) {
    rows.push({
      kind: "outgoing",
      key: item.clientId,
      item,
      ...edges(thread.items.length + number),
    });
  }
  return rows;
}
