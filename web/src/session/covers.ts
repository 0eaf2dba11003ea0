/** How far a member's permissions reach, judged as the server does. Pure; the server checks again. */
import type { ConversationOut, Permission, Scope, SessionOut } from "@/api/types";

export type Who = Pick<SessionOut, "permissions" | "teams"> & {
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

/**
 * Whether a permission covers anything at all. "Team" and "brand" mean those of one's own teams; who has none is left
 * with what is their own, and only those who take conversations have something of their own.
 */
export function reaches(permission: Permission, who: Who): boolean {
  const scope: Scope | undefined = who.permissions[permission];
  if (scope === undefined) return false;
  if (scope === "all" || scope === "own") return true;
  return who.member.team_ids.length > 0 || who.permissions["conversation.reply"] !== undefined;
}
