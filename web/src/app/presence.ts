/** My own presence and load: what the server last said about me among the agents. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { Problem } from "@/api/problem";
import { operationQuery } from "@/api/queries";
import type { AgentOut, Presence } from "@/api/types";
import { useRealtime } from "@/realtime/RealtimeProvider";
import { useSession } from "@/session/session";

export const presences: readonly Presence[] = ["online", "away", "offline"];

export interface OwnState {
  presence: Presence;
  active: number;
  capacity: number;
}

export function useOwnState(): OwnState {
  const { member } = useSession();
  const { data } = useQuery(operationQuery("agent_list"));
  return data?.items.find((agent) => agent.member.id === member.id) ?? member;
}

export function usePresenceUpdate() {
  const realtime = useRealtime();
  return useMutation<AgentOut, Problem, Presence>({
    mutationFn: (presence) => call("presence_update", { body: { presence } }),
    onSuccess: (mine) => realtime.learn({ name: "agent.changed", data: mine }),
  });
}
