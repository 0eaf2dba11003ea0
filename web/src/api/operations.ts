/** What each operation takes and answers, by operation id. `routes.ts` says where it lives. */
import type * as T from "./types";

interface ById {
  path: { id: T.Id };
}
interface Paged {
  cursor?: string;
  limit?: number;
}

export interface Operations {
  setup_status: { answer: T.SetupOut };
  setup_complete: { body: T.SetupIn; answer: T.SessionOut };
  session_create: { body: T.SessionIn; answer: T.SessionOut };
  session_lookup: { answer: T.SessionOut };
  session_delete: { answer: undefined };
  password_update: { body: T.PasswordIn; answer: undefined };

  member_list: { query?: Paged & { q?: string }; answer: T.Page<T.MemberOut> };
  member_update: ById & { body: T.MemberPatch; answer: T.MemberOut };
  member_update_self: { body: T.MemberSelfPatch; answer: T.MemberOut };
  invitation_create: { body: T.InvitationIn; answer: T.InvitationOut };
  invitation_list: { query?: Paged; answer: T.Page<T.InvitationOut> };
  invitation_delete: ById & { answer: undefined };
  invitation_lookup: { path: { token: string }; answer: T.InvitationDetailsOut };
  invitation_accept: {
    path: { token: string };
    body: T.InvitationAcceptIn;
    answer: T.SessionOut;
  };
  role_list: { answer: T.Page<T.RoleOut> };
  brand_list: { answer: T.Page<T.BrandOut> };
  brand_update: ById & { body: T.BrandPatch; answer: T.BrandOut };
  team_list: { answer: T.Page<T.TeamOut> };
  team_create: { body: T.TeamIn; answer: T.TeamOut };
  team_update: ById & { body: T.TeamPatch; answer: T.TeamOut };
  team_delete: ById & { answer: undefined };
  token_list: { query?: Paged; answer: T.Page<T.TokenOut> };
  token_create: { body: T.TokenIn; answer: T.TokenOut };
  token_delete: ById & { answer: undefined };
  channel_list: { answer: T.Page<T.ChannelOut> };
  channel_create: { body: T.ChannelIn; answer: T.ChannelOut };
  channel_lookup: ById & { answer: T.ChannelOut };
  channel_update: ById & { body: T.ChannelPatch; answer: T.ChannelOut };
  channel_rotate_secret: ById & { answer: T.ChannelOut };
  queue_list: { answer: T.Page<T.QueueOut> };
  queue_create: { body: T.QueueIn; answer: T.QueueOut };
  queue_update: ById & { body: T.QueuePatch; answer: T.QueueOut };
  queue_delete: ById & { answer: undefined };

  agent_list: { query?: Paged; answer: T.Page<T.AgentOut> };
  presence_update: { body: T.PresenceIn; answer: T.AgentOut };
  presence_update_member: ById & { body: T.PresenceIn; answer: T.AgentOut };

  customer_list: { query?: Paged & { q?: string }; answer: T.Page<T.CustomerOut> };
  customer_lookup: ById & { answer: T.CustomerOut };
  customer_update: ById & { body: T.CustomerPatch; answer: T.CustomerOut };
  customer_orders: ById & { query?: Paged; answer: T.Page<T.OrderOut> };
  customer_conversations: ById & { query?: Paged; answer: T.Page<T.ConversationOut> };

  conversation_list: {
    query?: Paged & {
      view?: "mine" | "queue" | "all";
      status?: T.ConversationStatus;
      handler?: T.ConversationHandler;
      queue_id?: T.Id;
      q?: string;
    };
    answer: T.Page<T.ConversationOut>;
  };
  conversation_counts: { answer: T.CountsOut };
  conversation_lookup: ById & { answer: T.ConversationOut };
  conversation_next: { answer: T.ConversationOut };
  conversation_claim: ById & { answer: T.ConversationOut };
  conversation_assign: ById & { body: T.AssignIn; answer: T.ConversationOut };
  conversation_transfer: ById & { body: T.TransferIn; answer: T.ConversationOut };
  conversation_hand_back: ById & { answer: T.ConversationOut };
  conversation_resolve: ById & { answer: T.ConversationOut };
  conversation_reopen: ById & { answer: T.ConversationOut };
  conversation_snooze: ById & { body: T.SnoozeIn; answer: T.ConversationOut };
  conversation_read: ById & { body: { seq: number }; answer: undefined };
  conversation_export: ById & { answer: string };
  message_list: ById & {
    query?: { after?: number; before?: number; limit?: number };
    answer: { items: T.MessageOut[]; more: boolean };
  };
  message_create: ById & { body: T.MessageIn; answer: T.MessageOut };
  attachment_create: { query: { name: string }; body: Blob; answer: T.AttachmentOut };

  canned_reply_list: { query?: Paged & { q?: string }; answer: T.Page<T.CannedReplyOut> };
  canned_reply_create: { body: T.CannedReplyIn; answer: T.CannedReplyOut };
  canned_reply_update: ById & { body: T.CannedReplyPatch; answer: T.CannedReplyOut };
  canned_reply_delete: ById & { answer: undefined };

  faq_list: {
    query?: Paged & { q?: string; category?: string; enabled?: boolean; locale?: T.Locale };
    answer: T.Page<T.FaqOut>;
  };
  faq_create: { body: T.FaqIn; answer: T.FaqOut };
  faq_lookup: ById & { answer: T.FaqOut };
  faq_update: ById & { body: T.FaqPatch; answer: T.FaqOut };
  faq_delete: ById & { answer: undefined };
  faq_categories: { answer: { items: { category: string; count: number }[] } };
  faq_import: {
    query: {
      brand_id: T.Id;
      format: "csv" | "xlsx" | "jsonl";
      skip_bad?: boolean;
      dry_run?: boolean;
    };
    body: Blob;
    answer: T.FaqImportOut;
  };
  faq_export: { query: { brand_id: T.Id }; answer: string };
  faq_try: { body: T.FaqTryIn; answer: T.FaqTryOut };
  unanswered_list: {
    query?: Paged & { state?: T.UnansweredOut["state"] };
    answer: T.Page<T.UnansweredOut>;
  };
  unanswered_dismiss: ById & { answer: T.UnansweredOut };
  rating_list: { query?: Paged; answer: T.Page<T.RatingRowOut> };
}

export type OperationId = keyof Operations;

/** The arguments of an operation: `path`, `query`, `body`, as far as it has them. */
export type Arguments<Key extends OperationId> = Omit<Operations[Key], "answer">;
export type Answer<Key extends OperationId> = Operations[Key]["answer"];

/** Operations that can be called without arguments. */
export type Bare = {
  [Key in OperationId]: Record<never, never> extends Arguments<Key> ? Key : never;
}[OperationId];
