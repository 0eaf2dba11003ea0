/** Messages and sessions for tests, with only what a test cares about spelled out. */
import type {
  AuthorKind,
  ChannelSettings,
  Message,
  MessageContent,
  VisitorConversation,
  VisitorSession,
} from "../src/protocol";
import type { PendingMessage } from "../src/timeline";

export const CONVERSATION = "cnv_01";
const START = Date.UTC(2026, 0, 5, 4, 0, 0);

interface MessageWish {
  conversation?: string;
  author?: AuthorKind;
  name?: string | null;
  content?: MessageContent;
  client_id?: string;
  at?: number;
}

export function message(seq: number, wish: MessageWish = {}): Message {
  const conversation_id = wish.conversation ?? CONVERSATION;
  return {
    id: `msg_${conversation_id}_${seq}`,
    conversation_id,
    seq,
    author: { kind: wish.author ?? "bot", id: null, name: wish.name ?? null },
    content: wish.content ?? { kind: "text", text: `message ${seq}` },
    client_id: wish.client_id ?? null,
    created_at: wish.at ?? START + seq * 1000,
  };
}

export function pending(clientId: string, change: Partial<PendingMessage> = {}): PendingMessage {
  return {
    client_id: clientId,
    content: { kind: "text", text: clientId },
    created_at: START + 60_000,
    state: "sending",
    progress: null,
    problem: null,
    preview: null,
    ...change,
  };
}

export const settings: ChannelSettings = {
  color: "#2F6BFF",
  logo: null,
  title: { "zh-CN": "极光数码", en: "Aurora" },
  greeting: { "zh-CN": "你好", en: "Hello" },
  suggestions: [{ "zh-CN": "订单到哪了？", en: "Where is my order?" }],
  consent: null,
  offline_notice: { "zh-CN": "九点上班", en: "Back at nine" },
  position: "right",
  attachments: true,
};

export function last<T>(items: readonly T[]): T | undefined {
  return items[items.length - 1];
}

export function conversation(change: Partial<VisitorConversation> = {}): VisitorConversation {
  return {
    id: CONVERSATION,
    status: "open",
    handler: "bot",
    member: null,
    last_seq: 0,
    read_seq: 0,
    queue: null,
    rating: null,
    can_rate: false,
    ...change,
  };
}

export function visitorSession(change: Partial<VisitorSession> = {}): VisitorSession {
  return {
    token: "token-1",
    visitor_id: "cus_1",
    customer: null,
    settings,
    company: "Aurora",
    online: true,
    conversation: null,
    unread: 0,
    consented: false,
    ...change,
  };
}
