/** Small complete records for tests; each test changes what it is about. */
import type { ConversationOut, MessageOut, SessionOut } from "@/api/types";

export function conversation(change: Partial<ConversationOut> = {}): ConversationOut {
  return {
    id: "cnv_1",
    brand_id: "brd_1",
    team_id: "tem_1",
    channel: { id: "chn_1", kind: "web", name: "Web" },
    customer: { id: "cus_1", name: "王小明", tier: null, known: true },
    status: "open",
    handler: "agent",
    member: { id: "mem_1", name: "李想" },
    queue_id: null,
    turn: "us",
    last_seq: 1,
    read_seq: 0,
    unread: 0,
    customer_read_seq: 0,
    preview: { author_kind: "customer", text: "你好", at: 1000 },
    opened_at: 1000,
    waiting_since: null,
    queued_at: null,
    resolved_at: null,
    snoozed_until: null,
    rating: null,
    previous_id: null,
    last_message_at: 1000,
    version: 1,
    ...change,
  };
}

export function message(seq: number, change: Partial<MessageOut> = {}): MessageOut {
  return {
    id: `msg_${seq}`,
    conversation_id: "cnv_1",
    seq,
    author: { kind: "customer", id: "cus_1", name: "王小明" },
    visibility: "public",
    content: { kind: "text", text: `message ${seq}` },
    client_id: null,
    evidence: null,
    created_at: seq * 1000,
    ...change,
  };
}

export function session(change: Partial<SessionOut> = {}): SessionOut {
  return {
    member: {
      id: "mem_1",
      name: "李想",
      email: "agent@example.com",
      role: "agent",
      state: "active",
      team_ids: ["tem_1"],
      locale: "zh-CN",
      capacity: 5,
      presence: "online",
      active: 1,
      last_seen_at: null,
      created_at: 0,
      version: 1,
    },
    permissions: {
      "conversation.read": "team",
      "conversation.reply": "own",
      "conversation.assign": "own",
      "conversation.resolve": "own",
      "canned_reply.read": "brand",
    },
    csrf_token: "token",
    brands: [],
    teams: [],
    demo: false,
    ...change,
  };
}
