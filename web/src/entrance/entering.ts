/** What happens once a session has been given: it is kept, and the person goes where they wanted. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { setCsrfToken } from "@/api/client";
import type { SessionOut } from "@/api/types";
import { adoptLocale } from "@/i18n/setup";
import { sessionQuery } from "@/session/session";

export function useEnter() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return async (session: SessionOut, next: string | null = null) => {
    cache.clear();
    setCsrfToken(session.csrf_token);
    cache.setQueryData(sessionQuery.queryKey, session);
    await adoptLocale(session.member.locale);
    navigate(isLocal(next) ? next : "/", { replace: true });
  };
}

/** Only addresses of this app: `//elsewhere` is not one. */
export function isLocal(next: string | null): next is string {
  return next !== null && /^\/(?![/\\])/.test(next);
}
