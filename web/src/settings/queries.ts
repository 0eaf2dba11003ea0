/** What several settings pages read: the brand, teams, queues and members by id. */
import { useQuery } from "@tanstack/react-query";
import { operationQuery } from "@/api/queries";
import type { Id } from "@/api/types";
import { useSession } from "@/session/session";

/** The brand that new teams, queues and channels belong to; a company starts with one. */
export function useBrandId(): Id {
  return useSession().brands[0]?.id ?? "";
}

export function useTeams() {
  return useQuery(operationQuery("team_list"));
}

export function useQueues() {
  return useQuery(operationQuery("queue_list"));
}

/** Names of members by id, as far as the first page reaches. */
export function useMemberNames(): ReadonlyMap<Id, string> {
  const members = useQuery(operationQuery("member_list", { query: { limit: 200 } }));
  return new Map(members.data?.items.map(({ id, name }) => [id, name]));
}

export function useTeamNames(): ReadonlyMap<Id, string> {
  const teams = useTeams();
  return new Map(teams.data?.items.map(({ id, name }) => [id, name]));
}
