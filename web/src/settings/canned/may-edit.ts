/** Who may change a canned reply: those whose permission reaches beyond themselves all of them, the others their own. */
import type { CannedReplyOut } from "@/api/types";
import { useScope, useSession } from "@/session/session";

export function useMayShare(): boolean {
  const scope = useScope("canned_reply.write");
  return scope !== null && scope !== "own";
}

export function useMayEdit(): (reply: CannedReplyOut) => boolean {
  const mayShare = useMayShare();
  const { member } = useSession();
  return (reply) => (reply.shared ? mayShare : reply.member_id === member.id);
}
