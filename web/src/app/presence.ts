/** My own presence and load: what the server last said about me among the agents. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { Problem } from "@/api/problem";
import { operationQuery, queryKey } from "@/api/queries";
import type { AgentOut, Page, Presence } from "@/api/types";
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
  const cache = useQueryClient();
  return useMutation<AgentOut, Problem, Presence>({
    mutationFn: (presence) => call("presence_update", { body: { presence } }),
    onSuccess: (mine) => {
      cache.setQueryData<Page<AgentOut>>(queryKey("agent_list"), (page) => {
        const others = page?.items.filter((agent) => agent.member.id !== mine.member.id) ?? [];
        return { items: [...others, mine], next: page?.next ?? null };
      });
    },
  });
}
