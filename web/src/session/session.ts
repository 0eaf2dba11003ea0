/** Who is logged in and what they may do, read from the query cache. */
import { queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { call, setCsrfToken } from "@/api/client";
import { Problem } from "@/api/problem";
import type { Permission, Scope, SessionOut } from "@/api/types";
import { reaches } from "./covers";

/** `null` when nobody is logged in: that is an answer, not an error. */
export const sessionQuery = queryOptions<SessionOut | null, Problem>({
  queryKey: ["session_lookup"],
  queryFn: async ({ signal }) => {
    try {
      const session = await call("session_lookup", {}, { signal });
      setCsrfToken(session.csrf_token);
      return session;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** The session, on pages that are only shown to someone who is logged in. */
export function useSession(): SessionOut {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Problem({ code: "unauthenticated", status: 401 });
  return data;
}

/** How far a permission of the current member reaches, or null without it. */
export function useScope(permission: Permission): Scope | null {
  const { data } = useQuery(sessionQuery);
  return data?.permissions[permission] ?? null;
}

/** `const can = useCan(); can("faq.write") && <Button…/>`: false also where a permission covers nothing. */
export function useCan(): (permission: Permission) => boolean {
  const { data } = useQuery(sessionQuery);
  return (permission) => !!data && reaches(permission, data);
}
