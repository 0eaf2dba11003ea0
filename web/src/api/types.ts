/**
 * The shapes the server speaks, by the names used here. All of them come from the server's own
 * document (`schema.d.ts`, generated); this file only names them and says how to read them.
 * Times are epoch milliseconds; ids are opaque strings.
 */
import type { components } from "./schema";

type Schemas = components["schemas"];

/** Answers carry every field, optional ones as `null`: nothing is ever left out. */
export type Present<Value> = Value extends readonly (infer Item)[]
  ? Present<Item>[]
  : Value extends object
    ? { [Key in keyof Value]-?: Present<Exclude<Value[Key], undefined>> }
    : Value;

type Out<Name extends keyof Schemas> = Present<Schemas[Name]>;

export type Id = string;
export type Locale = Schemas["Locale"];
export type Localised = Schemas["Bilingual"];
export type Role = Schemas["Role"];
export type Scope = Schemas["Scope"];
export type Presence = Schemas["Presence"];
export type AuthorKind = Schemas["AuthorKind"];
export type Visibility = Schemas["Visibility"];
export type NoticeCode = Schemas["NoticeCode"];
export type OrderStatus = Schemas["OrderStatus"];
export type ConversationStatus = Schemas["Status"];
export type ConversationHandler = Schemas["Handler"];
export type EvidenceAction = Schemas["BotAction"];
export type EvidenceReason = Schemas["BotReason"];

export type Permission =
  | "conversation.read"
  | "conversation.reply"
  | "conversation.assign"
  | "conversation.resolve"
  | "customer.read"
  | "customer.update"
  | "customer.erase"
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
  | "presence.manage"
  | "server.manage"
  | "alarm.manage";
export type Permissions = Partial<Record<Permission, Scope>>;

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export type ProblemOut = Out<"Problem">;
export type FieldProblem = Out<"FieldError">;

export type SessionIn = Schemas["SessionIn"];
export type SessionOut = Omit<Out<"SessionOut">, "permissions"> & { permissions: Permissions };
export type SetupIn = Schemas["SetupIn"];
export type SetupOut = Out<"SetupOut">;
export type PasswordIn = Schemas["PasswordIn"];

export type AlarmOut = Out<"AlarmOut">;

export type MemberOut = Out<"MemberOut">;
export type MemberPatch = Schemas["MemberPatch"];
export type MemberSelfPatch = Schemas["MemberSelfPatch"];
export type InvitationIn = Schemas["InvitationIn"];
export type InvitationOut = Out<"InvitationOut">;
export type InvitationDetailsOut = Out<"InvitationDetailsOut">;
export type InvitationAcceptIn = Schemas["InvitationAcceptIn"];
export type RoleOut = Omit<Out<"RoleOut">, "permissions"> & { permissions: Permissions };
export type BrandOut = Out<"BrandOut">;
export type BrandPatch = Schemas["BrandPatch"];
export type TeamIn = Schemas["TeamIn"];
export type TeamPatch = Schemas["TeamPatch"];
export type TeamOut = Out<"TeamOut">;
export type QueueIn = Schemas["QueueIn"];
export type QueuePatch = Schemas["QueuePatch"];
export type QueueOut = Out<"QueueOut">;
export type TokenIn = Schemas["TokenIn"];
export type TokenOut = Out<"TokenOut">;
export type ChannelSettings = Out<"ChannelSettings">;
export type ChannelIn = Schemas["ChannelIn"];
export type ChannelPatch = Schemas["ChannelPatch"];
export type ChannelOut = Out<"ChannelOut">;
export type AgentOut = Out<"AgentOut">;
export type PresenceIn = Schemas["PresenceIn"];

export type CustomerOut = Out<"CustomerOut">;
export type CustomerPatch = Schemas["CustomerPatch"];
export type OrderOut = Out<"OrderOut">;

export type ConversationOut = Out<"ConversationOut">;
export type CountsOut = Out<"CountsOut">;
export type AssignIn = Schemas["AssignIn"];
export type TransferIn = Schemas["TransferIn"];
export type SnoozeIn = Schemas["SnoozeIn"];
export type RatingIn = Schemas["RatingIn"];
export type RatingOut = Out<"RatingOut">;
export type RatingRowOut = Out<"RatingRowOut">;

export type NumbersOut = Out<"NumbersOut">;
export type FiguresOut = Out<"FiguresOut">;
export type DurationsOut = Out<"DurationsOut">;
export type HourOut = Out<"HourOut">;
export type PresentOut = Out<"PresentOut">;
export type AgentsNowOut = Out<"AgentsNowOut">;
export type HandoffReason = Schemas["HandoffReason"];

export type Author = Out<"Author">;
export type AttachmentOut = Out<"AttachmentOut">;
export type Option = Out<"ContentOption">;
export type MessageContent = Out<"MessageContent">;
export type MessageIn = Schemas["MessageIn"];
export type MessageOut = Out<"MessageOut">;
export type Evidence = Out<"Evidence">;
export type EvidenceMatch = Out<"EvidenceMatch">;

export type CannedReplyIn = Schemas["CannedReplyIn"];
export type CannedReplyPatch = Schemas["CannedReplyPatch"];
export type CannedReplyOut = Out<"CannedReplyOut">;

export type FaqIn = Schemas["FaqIn"];
export type FaqPatch = Schemas["FaqPatch"];
export type FaqOut = Out<"FaqOut">;
export type FaqImportOut = Out<"FaqImportOut">;
export type FaqTryIn = Schemas["FaqTryIn"];
export type FaqTryOut = Out<"FaqTryOut">;
export type UnansweredOut = Out<"UnansweredOut">;
