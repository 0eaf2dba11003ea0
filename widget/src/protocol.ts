/**
 * What the server and the widget say to each other: the public HTTP interface and the realtime frames.
 * Types only; behaviour lives in `api.ts`, `connection.ts` and `session.ts`.
 * All times are epoch milliseconds.
 */
export type Locale = "zh-CN" | "en";
export type LocalText = Record<Locale, string>;

export interface ChannelSettings {
  color: string;
  logo: string | null;
  title: LocalText;
  greeting: LocalText;
  suggestions: LocalText[];
  consent: LocalText | null;
  offline_notice: LocalText;
  position: "right" | "left";
  attachments: boolean;
}

export interface Rating {
  /** 1 to 5. */
  score: number;
  /** Empty when there is none. */
  comment: string;
  at: number;
}

export interface QueuePlace {
  /** 1 means next. */
  position: number;
  estimated_wait_seconds: number | null;
}

export interface VisitorConversation {
  id: string;
  status: "open" | "snoozed" | "resolved";
  handler: "bot" | "queue" | "agent";
  member: { name: string } | null;
  last_seq: number;
  read_seq: number;
  queue: QueuePlace | null;
  rating: Rating | null;
  can_rate: boolean;
}

export interface VisitorSession {
  token: string;
  visitor_id: string;
  customer: { id: string; name: string; known: boolean } | null;
  settings: ChannelSettings;
  company: string;
  /** Whether a person can be reached now. */
  online: boolean;
  conversation: VisitorConversation | null;
  unread: number;
  consented: boolean;
}

export interface VisitorSessionIn {
  channel_key: string;
  visitor_token: string | null;
  identity: string | null;
  locale: Locale;
  consent: boolean;
}

export interface Attachment {
  id: string;
  name: string;
  media_type: string;
  size: number;
  url: string;
}

export interface Option {
  id: string;
  label: string;
}

export type NoticeCode =
  | "handoff_queued"
  | "handoff_offline"
  | "agent_joined"
  | "transferred"
  | "handed_back"
  | "resolved"
  | "resolved_by_customer"
  | "continued"
  | "reopened"
  | "rating";

export type MessageContent =
  | { kind: "text"; text: string }
  | { kind: "image"; attachment: Attachment; text: string | null }
  | { kind: "file"; attachment: Attachment; text: string | null }
  | { kind: "answer"; text: string; faq_id: string; title: string }
  | { kind: "candidates"; text: string; options: Option[] }
  | { kind: "menu"; text: string; options: Option[] }
  | { kind: "choice"; option_id: string; label: string }
  | { kind: "feedback"; message_id: string; helpful: boolean }
  | { kind: "action"; action: "handoff" }
  | { kind: "notice"; code: NoticeCode; params: Record<string, string> }
  | { kind: "rating_request" };

export type AuthorKind = "customer" | "bot" | "agent" | "system";

export interface Author {
  kind: AuthorKind;
  id: string | null;
  name: string | null;
}

export interface Message {
  id: string;
  conversation_id: string;
  /** Rises within one conversation; a customer's view may have gaps. */
  seq: number;
  author: Author;
  content: MessageContent;
  client_id: string | null;
  created_at: number;
}

export interface MessagePage {
  /** Ascending over all conversations of the customer. */
  items: Message[];
  more: boolean;
}

export interface ProblemDocument {
  title: string;
  status: number;
  detail: string;
  code: string;
}

/** The answer to a `send` frame: the message is durably stored. */
export interface SendAck {
  conversation_id: string;
  message_id: string;
  seq: number;
  created_at: number;
}

export type ClientFrame =
  | { type: "hello"; protocol: 1; token: string }
  | { type: "subscribe"; topic: "self"; conversation_id?: string; after?: number }
  | { type: "send"; client_id: string; content: MessageContent; locale: Locale }
  | { type: "typing"; conversation_id: string; on: boolean }
  | { type: "read"; conversation_id: string; seq: number }
  | { type: "ping" };

export type ServerEvent =
  | { name: "message.received" | "message.sent"; data: Message }
  | { name: "conversation.changed"; data: VisitorConversation }
  | { name: "queue.moved"; data: QueuePlace & { conversation_id: string } }
  | {
      name: "typing";
      data: { conversation_id: string; author: { kind: AuthorKind; name: string | null }; on: boolean };
    }
  | { name: "read"; data: { conversation_id: string; by: "customer" | "agent"; seq: number } }
  | { name: "queue.online"; data: { online: boolean } };

export type ServerFrame =
  | { type: "welcome"; connection_id: string; heartbeat_ms: number; now: number }
  | { type: "subscribed"; id: string; conversation: VisitorConversation | null; last_seq: number | null }
  | ({ type: "ack"; id: string } & Partial<SendAck>)
  | { type: "pong"; id: string }
  | { type: "error"; id: string | null; problem: ProblemDocument }
  | ({ type: "event"; topic: string } & ServerEvent);
