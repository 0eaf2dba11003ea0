/** What a member may do with a conversation as it stands now. Pure; the server checks again. */
import type { ConversationOut, Permission, Scope, SessionOut } from "@/api/types";

export type Action =
  | "claim"
  | "assign"
  | "transfer"
  | "hand_back"
  | "snooze"
  | "wake"
  | "resolve"
  | "reopen"
  | "reply"
  | "note";

type Who = Pick<SessionOut, "permissions" | "teams"> & {
  member: Pick<SessionOut["member"], "id" | "team_ids">;
};

/** Whether a permission of the member covers this conversation. */
export function covers(permission: Permission, conversation: ConversationOut, who: Who): boolean {
  const scope: Scope | undefined = who.permissions[permission];
  if (scope === undefined) return false;
  if (scope === "own") return conversation.member?.id === who.member.id;
  if (scope === "team") {
    return (
      conversation.member?.id === who.member.id ||
      (conversation.team_id !== null && who.member.team_ids.includes(conversation.team_id))
    );
  }
  return true;
}

export function allowedActions(conversation: ConversationOut, who: Who): Set<Action> {
  const { handler, status } = conversation;
  const withAgent = handler === "agent";
  const mine = withAgent && conversation.member?.id === who.member.id;
  const active = status !== "resolved";
  const answers = who.permissions["conversation.reply"] !== undefined;
  const assigns = covers("conversation.assign", conversation, who);
  const resolves = covers("conversation.resolve", conversation, who);

  const rules: Record<Action, boolean> = {
    claim: active && answers && !mine && (!withAgent || assigns),
    assign: active && assigns,
    transfer: active && assigns,
    hand_back: active && withAgent && assigns,
    snooze: status === "open" && withAgent && resolves,
    wake: status === "snoozed" && mine && answers,
    resolve: active && resolves,
    reopen: !active && resolves,
    // Who looks after others may speak in their conversations, nobody over the bot's head.
    reply: active && withAgent && covers("conversation.reply", conversation, who),
    note: answers,
  };
  return new Set(
    (Object.entries(rules) as [Action, boolean][]).flatMap(([name, yes]) => (yes ? [name] : [])),
  );
}
