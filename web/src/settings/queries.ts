/** What several settings pages read: the brand, teams, queues and members by id. */
import { useQuery } from "@tanstack/react-query";
import { operationQuery } from "@/api/queries";
import type { Id, Role } from "@/api/types";
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

/** Whether somebody in a role takes conversations; until the roles are known everybody may. */
export function useTakesConversations(): (role: Role) => boolean {
  const roles = useQuery(operationQuery("role_list"));
  return (role) => {
    const known = roles.data?.items.find(({ name }) => name === role);
    return known === undefined || known.permissions["conversation.reply"] !== undefined;
  };
}
