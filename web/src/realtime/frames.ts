/** The frames of the realtime protocol as an agent's client sees them (docs/realtime.md). */
import type {
  AgentOut,
  ConversationHandler,
  ConversationOut,
  ConversationStatus,
  CountsOut,
  Id,
  MessageContent,
  MessageOut,
  Presence,
  ProblemOut,
  Visibility,
} from "@/api/types";

export type Topic =
  | { topic: "conversation"; conversation_id: Id; after?: number }
  | {
      topic: "inbox";
      view: "mine" | "queue" | "all";
      status?: ConversationStatus;
      handler?: ConversationHandler;
      queue_id?: Id;
    }
  | { topic: "agents" }
  | { topic: "counts" }
  | { topic: "numbers" }
  | { topic: "alarms" };

export type Request =
  | ({ type: "subscribe" } & Topic)
  | ({ type: "unsubscribe" } & Topic)
  | {
      type: "send";
      client_id: string;
      conversation_id: Id;
      content: MessageContent;
      visibility: Visibility;
    }
  | { type: "typing"; conversation_id: Id; on: boolean }
  | { type: "read"; conversation_id: Id; seq: number }
  | { type: "presence"; presence: Presence }
  | { type: "ping" };

export interface Welcome {
  type: "welcome";
  connection_id: string;
  actor: "customer" | "agent";
  heartbeat_ms: number;
  now: number;
}

export interface Ack {
  type: "ack" | "subscribed" | "pong";
  id: string;
  conversation_id?: Id;
  message_id?: Id;
  seq?: number;
  created_at?: number;
  conversation?: ConversationOut;
  last_seq?: number;
}

export interface ErrorFrame {
  type: "error";
  id: string | null;
  problem: Partial<ProblemOut>;
}

export interface Typing {
  conversation_id: Id;
  author: { kind: "customer" | "agent" | "bot"; name: string | null };
  on: boolean;
}

export interface Viewing {
  conversation_id: Id;
  members: { id: Id; name: string }[];
}

export interface ReadMark {
  conversation_id: Id;
  by: "customer" | "agent";
  seq: number;
}

/** What happened, by name. */
export type LiveEvent =
  | { name: "message.received" | "message.sent"; data: MessageOut }
  | { name: "conversation.changed"; data: ConversationOut }
  | { name: "conversation.gone"; data: { conversation_id: Id } }
  | { name: "typing"; data: Typing }
  | { name: "read"; data: ReadMark }
  | { name: "viewing"; data: Viewing }
  | { name: "agent.changed"; data: AgentOut }
  | { name: "counts.changed"; data: CountsOut }
  | { name: "numbers.changed"; data: Record<string, never> }
  | { name: "alarms.changed"; data: Record<string, never> };

export type EventFrame = { type: "event"; topic: string } & LiveEvent;

export type ServerFrame = Welcome | Ack | ErrorFrame | EventFrame;
