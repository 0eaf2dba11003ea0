/** Notices that the login has ended, wherever that shows first, and leads to the login page. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { pageOf } from "@/api/address";
import { sessionEnded } from "@/api/cache";
import { useConnectionState } from "@/realtime/RealtimeProvider";
import { sessionQuery } from "@/session/session";

export function useSessionWatch(): void {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const connection = useConnectionState();

  useEffect(() => {
    const check = async () => {
      const session = await cache
        .fetchQuery({ ...sessionQuery, staleTime: 0 })
        .catch(() => undefined);
      if (session !== null) return;
      const next = encodeURIComponent(pageOf(window.location));
      navigate(`/login?next=${next}`, { replace: true });
    };
    if (connection === "ended") check();
    sessionEnded.addEventListener("ended", check);
    return () => sessionEnded.removeEventListener("ended", check);
  }, [cache, navigate, connection]);
}
