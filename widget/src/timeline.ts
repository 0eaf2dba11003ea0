/**
 * The conversation as this device knows it: messages the server has stored and messages still on their way.
 * Pure functions over a value. Two rules hold after every one of them: a message is in the list once, by id,
 * and the list is ordered by conversation, then by sequence number.
 */
import type { Message, MessageContent, SendAck } from "./protocol";

export interface Position {
  conversation_id: string;
  seq: number;
}

export interface PendingMessage {
  client_id: string;
  content: MessageContent;
  created_at: number;
  state: "uploading" | "sending" | "failed";
  /** Share of the file that has gone out, 0 to 1; null when there is nothing to upload. */
  progress: number | null;
  /** Problem code, when failed. */
  problem: string | null;
  /** A local address of an image, shown until the server has it. */
  preview: string | null;
}

export interface Timeline {
  messages: readonly Message[];
  pending: readonly PendingMessage[];
  /**
   * Up to here everything has been delivered. Acknowledgements do not move it: a message of the other side may
   * lie between this and one's own, still on its way.
   */
  cursor: Position | null;
  hasOlder: boolean;
}

export const emptyTimeline: Timeline = { messages: [], pending: [], cursor: null, hasOlder: false };

/** Conversation ids are UUIDv7 with a fixed prefix, so that their text order is their order in time. */
export function comparePositions(a: Position, b: Position): number {
  if (a.conversation_id !== b.conversation_id) return a.conversation_id < b.conversation_id ? -1 : 1;
  return a.seq - b.seq;
}

/** Takes in what the server delivered, in whatever order and however often. */
export function deliver(timeline: Timeline, delivered: readonly Message[]): Timeline {
  if (delivered.length === 0) return timeline;
  const messages = insert(timeline.messages, delivered);
  const last = delivered.reduce((a, b) => (comparePositions(a, b) < 0 ? b : a));
  const { cursor } = timeline;
  return {
    ...timeline,
    messages,
    pending: withoutClientIds(timeline.pending, delivered),
    cursor: cursor && comparePositions(cursor, last) >= 0 ? cursor : position(last),
  };
}

/** A page of older messages, put before what is there. */
export function deliverOlder(timeline: Timeline, page: readonly Message[], more: boolean): Timeline {
  return { ...deliver(timeline, page), hasOlder: more };
}

export function enqueue(timeline: Timeline, message: PendingMessage): Timeline {
  return { ...timeline, pending: [...timeline.pending, message] };
}

export function updatePending(
  timeline: Timeline,
  clientId: string,
  change: Partial<PendingMessage>,
): Timeline {
  return {
    ...timeline,
    pending: timeline.pending.map((one) => (one.client_id === clientId ? { ...one, ...change } : one)),
  };
}

export function discard(timeline: Timeline, clientId: string): Timeline {
  return { ...timeline, pending: timeline.pending.filter((one) => one.client_id !== clientId) };
}

/** The server has stored the pending message: it takes its place among the others. */
export function acknowledge(timeline: Timeline, clientId: string, ack: SendAck): Timeline {
  const sent = timeline.pending.find((one) => one.client_id === clientId);
  if (!sent) return timeline;
  const message: Message = {
    id: ack.message_id,
    conversation_id: ack.conversation_id,
    seq: ack.seq,
    author: { kind: "customer", id: null, name: null },
    content: sent.content,
    client_id: clientId,
    created_at: ack.created_at,
  };
  const known = timeline.messages.some((one) => one.id === message.id);
  return {
    ...discard(timeline, clientId),
    messages: known ? timeline.messages : insert(timeline.messages, [message]),
  };
}

/** The next session belongs to another visitor: what is shown stays, but nothing goes on from it. */
export function detach(timeline: Timeline): Timeline {
  return { ...timeline, cursor: null, hasOlder: false };
}

/** Messages from others that came after `read`, in the conversation `read` points into or a later one. */
export function countUnread(timeline: Timeline, read: Position | null): number {
  return timeline.messages.filter((one) => countsAsUnread(one) && (!read || comparePositions(one, read) > 0))
    .length;
}

export function countsAsUnread(message: Message): boolean {
  return message.author.kind === "bot" || message.author.kind === "agent";
}

function insert(existing: readonly Message[], added: readonly Message[]): readonly Message[] {
  const byId = new Map(existing.map((one) => [one.id, one]));
  for (const one of added) byId.set(one.id, one);
  return [...byId.values()].sort(comparePositions);
}

function withoutClientIds(
  pending: readonly PendingMessage[],
  delivered: readonly Message[],
): readonly PendingMessage[] {
  const arrived = new Set(delivered.map((one) => one.client_id));
  return pending.filter((one) => !arrived.has(one.client_id));
}

function position({ conversation_id, seq }: Position): Position {
  return { conversation_id, seq };
}
