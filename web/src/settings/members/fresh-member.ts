/** A member as the list knows them now: after a stale write the list is read again and brings the newer version. */
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import type { MemberOut, Page } from "@/api/types";

export function useFreshMember(member: MemberOut): MemberOut {
  const cache = useQueryClient();
  const lists = cache.getQueriesData<InfiniteData<Page<MemberOut>>>({
    queryKey: ["member_list", "pages"],
  });
  const known = lists
    .flatMap(([, list]) => list?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ id }) => id === member.id);
  return known.reduce((newest, other) => (other.version > newest.version ? other : newest), member);
}
