/** Whether somebody looks after others' conversations: then the team view is theirs. */
import { useScope } from "@/session/session";

export function useSeesTeam(): boolean {
  const scope = useScope("conversation.assign");
  return scope !== null && scope !== "own";
}
