/** What a member may do with a conversation as it stands now. Pure; the server checks again. */
import type { ConversationOut } from "@/api/types";
import { covers, type Who } from "@/session/covers";

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
