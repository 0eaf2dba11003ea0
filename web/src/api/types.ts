/**
 * The shapes the server speaks, by their schema names. Everything else imports them from here, so
 * that where they come from (written by hand or generated) is this file's business alone.
 * Times are epoch milliseconds; ids are opaque strings.
 */

export type Id = string;
export type Locale = "zh-CN" | "en";
export type Role = "administrator" | "supervisor" | "agent" | "knowledge_manager" | "analyst";
export type Scope = "own" | "team" | "brand" | "all";
export type Permission =
  | "conversation.read"
  | "conversation.reply"
  | "conversation.assign"
  | "conversation.resolve"
  | "customer.read"
  | "customer.update"
  | "faq.read"
  | "faq.write"
  | "canned_reply.read"
  | "canned_reply.write"
  | "member.read"
  | "member.manage"
  | "team.manage"
  | "channel.manage"
  | "queue.manage"
  | "token.manage"
  | "report.read"
  | "presence.manage";
export type Permissions = Partial<Record<Permission, Scope>>;

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

export interface ProblemOut {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors: FieldProblem[];
  trace: string | null;
}

export interface SessionIn {
  email: string;
  password: string;
}
export interface SessionOut {
  member: MemberOut;
  permissions: Permissions;
  csrf_token: string;
  brands: BrandOut[];
  teams: TeamOut[];
  demo: boolean;
}
export interface SetupOut {
  required: boolean;
  demo: boolean;
}
export interface SetupIn {
  company: string;
  name: string;
  email: string;
  password: string;
  locale: Locale;
}
export interface PasswordIn {
  current: string;
  new: string;
}

export type Presence = "online" | "away" | "offline";
export interface MemberOut {
  id: Id;
  name: string;
  email: string;
  role: Role;
  state: "active" | "disabled";
  team_ids: Id[];
  locale: Locale;
  capacity: number;
  presence: Presence;
  active: number;
  last_seen_at: number | null;
  created_at: number;
  version: number;
}
export interface MemberPatch {
  name?: string;
  role?: Role;
  state?: "active" | "disabled";
  team_ids?: Id[];
  capacity?: number;
  locale?: Locale;
  version: number;
}
export interface MemberSelfPatch {
  name?: string;
  locale?: Locale;
  version: number;
}
export interface InvitationIn {
  email: string;
  name: string;
  role: Role;
  team_ids: Id[];
}
export interface InvitationOut extends InvitationIn {
  id: Id;
  url: string | null;
  created_at: number;
  expires_at: number;
  accepted_at: number | null;
  invited_by: Id | null;
}
export interface InvitationDetailsOut {
  email: string;
  name: string;
  company: string;
  expires_at: number;
}
export interface InvitationAcceptIn {
  name: string;
  password: string;
  locale: Locale;
}
export interface RoleOut {
  name: Role;
  permissions: Permissions;
}
export interface BrandOut {
  id: Id;
  name: string;
  locale: Locale;
  created_at: number;
  version: number;
}
export interface BrandPatch {
  name?: string;
  locale?: Locale;
  version: number;
}
export interface TeamIn {
  brand_id: Id;
  name: string;
}
export interface TeamPatch {
  name?: string;
  version: number;
}
export interface TeamOut extends TeamIn {
  id: Id;
  member_count: number;
  created_at: number;
  version: number;
}
export interface QueueIn {
  brand_id: Id;
  team_id: Id;
  name: string;
}
export interface QueuePatch {
  name?: string;
  team_id?: Id;
  version: number;
}
export interface QueueOut extends QueueIn {
  id: Id;
  waiting: number;
  longest_wait_since: number | null;
  agents_online: number;
  free_capacity: number;
  created_at: number;
  version: number;
}
export interface TokenIn {
  name: string;
  role: Role;
  expires_at: number | null;
}
export interface TokenOut extends TokenIn {
  id: Id;
  hint: string;
  secret: string | null;
  created_by: Id | null;
  created_at: number;
  last_used_at: number | null;
}

export type Localised = Record<Locale, string>;
export interface ChannelSettings {
  color: string;
  logo: string | null;
  title: Localised;
  greeting: Localised;
  suggestions: Localised[];
  consent: Localised | null;
  offline_notice: Localised;
  position: "right" | "left";
  attachments: boolean;
}
export interface ChannelIn {
  brand_id: Id;
  name: string;
  queue_id: Id;
  settings?: ChannelSettings;
  allowed_origins?: string[];
}
export interface ChannelPatch {
  name?: string;
  queue_id?: Id;
  enabled?: boolean;
  settings?: ChannelSettings;
  allowed_origins?: string[];
  version: number;
}
export interface ChannelOut {
  id: Id;
  brand_id: Id;
  kind: "web";
  name: string;
  key: string;
  queue_id: Id;
  enabled: boolean;
  settings: ChannelSettings;
  allowed_origins: string[];
  identity_secret: string | null;
  snippet: string;
  created_at: number;
  version: number;
}

export interface CustomerOut {
  id: Id;
  brand_id: Id;
  name: string;
  external_id: string | null;
  email: string | null;
  phone: string | null;
  tier: string | null;
  locale: Locale;
  attributes: Record<string, string>;
  note: string;
  conversation_count: number;
  known: boolean;
  created_at: number;
  last_seen_at: number | null;
  version: number;
}
export interface CustomerPatch {
  name?: string;
  email?: string | null;
  phone?: string | null;
  tier?: string | null;
  note?: string;
  attributes?: Record<string, string>;
  version: number;
}
export type OrderStatus = "paid" | "shipped" | "delivered" | "returned" | "cancelled";
export interface OrderOut {
  id: Id;
  number: string;
  status: OrderStatus;
  items: { sku: string; name: string; quantity: number; price_minor: number }[];
  total_minor: number;
  currency: string;
  tracking: string | null;
  placed_at: number;
}

export type AuthorKind = "customer" | "bot" | "agent" | "system";
export interface Author {
  kind: AuthorKind;
  id: Id | null;
  name: string | null;
}
export type Visibility = "public" | "internal";
export interface AttachmentOut {
  id: Id;
  name: string;
  media_type: string;
  size: number;
  url: string;
}
export interface Option {
  id: Id;
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
  | "reopened"
  | "rating";
export type MessageContent =
  | { kind: "text"; text: string }
  | { kind: "image"; attachment: AttachmentOut; text: string | null }
  | { kind: "file"; attachment: AttachmentOut; text: string | null }
  | { kind: "answer"; text: string; faq_id: Id; title: string }
  | { kind: "candidates"; text: string; options: Option[] }
  | { kind: "menu"; text: string; options: Option[] }
  | { kind: "choice"; option_id: Id; label: string }
  | { kind: "feedback"; message_id: Id; helpful: boolean }
  | { kind: "action"; action: "handoff" }
  | { kind: "notice"; code: NoticeCode; params: Record<string, string> }
  | { kind: "rating_request" };
export type EvidenceAction = "greet" | "answer" | "offer" | "clarify" | "handoff" | "decline";
export type EvidenceReason =
  | "confident"
  | "close_candidates"
  | "below_threshold"
  | "asked_for_human"
  | "unsure_twice"
  | "not_helpful"
  | "chosen"
  | "greeting"
  | "none_of_these";
export interface EvidenceMatch {
  faq_id: Id;
  question: string;
  matched: string;
  score: number;
  terms: string[];
}
export interface Evidence {
  action: EvidenceAction;
  reason: EvidenceReason;
  question: string;
  matches: EvidenceMatch[];
  thresholds: { answer: number; offer: number };
  unsure_count: number;
  index_revision: number;
}
export interface MessageOut {
  id: Id;
  conversation_id: Id;
  seq: number;
  author: Author;
  visibility: Visibility;
  content: MessageContent;
  client_id: string | null;
  evidence: Evidence | null;
  created_at: number;
}
export interface MessageIn {
  client_id: string;
  content: MessageContent;
  visibility?: Visibility;
}

export type ConversationStatus = "open" | "snoozed" | "resolved";
export type ConversationHandler = "bot" | "queue" | "agent";
export interface RatingIn {
  score: number;
  comment: string | null;
}
export interface RatingOut extends RatingIn {
  at: number;
}
export interface ConversationOut {
  id: Id;
  brand_id: Id;
  team_id: Id | null;
  channel: { id: Id; kind: string; name: string };
  customer: { id: Id; name: string; tier: string | null; known: boolean };
  status: ConversationStatus;
  handler: ConversationHandler;
  member: { id: Id; name: string } | null;
  queue_id: Id | null;
  turn: "customer" | "us";
  last_seq: number;
  read_seq: number;
  unread: number;
  /** How far the customer has read. */
  customer_read_seq: number;
  preview: { author_kind: AuthorKind; text: string; at: number } | null;
  opened_at: number;
  waiting_since: number | null;
  queued_at: number | null;
  resolved_at: number | null;
  snoozed_until: number | null;
  rating: RatingOut | null;
  previous_id: Id | null;
  version: number;
}
export interface CountsOut {
  mine: number;
  mine_unread: number;
  queue: number;
  bot: number;
  open: number;
  snoozed: number;
  resolved: number;
}
export interface AssignIn {
  member_id: Id | null;
}
export interface TransferIn {
  to: { queue_id: Id } | { member_id: Id };
  note: string | null;
}
export interface SnoozeIn {
  until: number;
}

export interface CannedReplyIn {
  brand_id: Id;
  shortcut: string;
  title: string;
  text: string;
  shared: boolean;
}
export type CannedReplyPatch = Partial<Omit<CannedReplyIn, "brand_id">> & { version: number };
export interface CannedReplyOut extends CannedReplyIn {
  id: Id;
  member_id: Id | null;
  created_at: number;
  version: number;
}

export interface FaqIn {
  brand_id: Id;
  question: string;
  similar: string[];
  answer: string;
  category: string;
  locale: Locale;
  enabled: boolean;
  unanswered_id: Id | null;
}
export type FaqPatch = Partial<Omit<FaqIn, "brand_id">> & { version: number };
export interface FaqOut extends Omit<FaqIn, "unanswered_id"> {
  id: Id;
  hits: number;
  created_at: number;
  updated_at: number;
  updated_by: Id | null;
  version: number;
}
export interface FaqImportOut {
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  dry_run: boolean;
  errors: { line: number; field: string; code: string; detail: string }[];
}
export interface FaqTryIn {
  brand_id: Id;
  text: string;
  locale: Locale | null;
}
export interface FaqTryOut {
  evidence: Evidence;
  reply: MessageContent | null;
  understood: { normalized: string; tokens: string[] };
}
export interface UnansweredOut {
  id: Id;
  brand_id: Id;
  question: string;
  locale: Locale;
  count: number;
  first_seen_at: number;
  last_seen_at: number;
  last_conversation_id: Id | null;
  state: "open" | "resolved" | "dismissed";
  faq_id: Id | null;
}

export interface AgentOut {
  member: { id: Id; name: string };
  presence: Presence;
  active: number;
  capacity: number;
  idle_since: number | null;
  team_ids: Id[];
}
export interface PresenceIn {
  presence: Presence;
}
export interface RatingRowOut {
  conversation_id: Id;
  customer: { id: Id; name: string };
  member: { id: Id; name: string } | null;
  score: number;
  comment: string | null;
  at: number;
}
