/** Whether somebody looks after others' conversations: then the team view is theirs. */
import { useCan, useScope } from "@/session/session";

export function useSeesTeam(): boolean {
  const can = useCan();
  const scope = useScope("conversation.assign");
  return can("presence.manage") || (scope !== null && scope !== "own");
}
