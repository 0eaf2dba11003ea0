/** Gives the screens of one login their realtime connection, and hooks to read it. */
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from "react";
import { addressOf } from "@/api/address";
import type { Id } from "@/api/types";
import { useSession } from "@/session/session";
import type { ConnectionState } from "./connection";
import type { LiveEvent, Topic } from "./frames";
import type { Outgoing } from "./outbox";
import { Realtime } from "./Realtime";

const Context = createContext<Realtime | null>(null);

function realtimeAddress(): string {
  const { protocol, host } = window.location;
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}${addressOf("/realtime")}`;
}

export function RealtimeProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const { id, name } = useSession().member;
  const realtime = useMemo(
    () => new Realtime(cache, { id, name }, realtimeAddress()),
    [cache, id, name],
  );
  useEffect(() => realtime.start(), [realtime]);
  return <Context value={realtime}>{children}</Context>;
}

export function useRealtime(): Realtime {
  const realtime = use(Context);
  if (!realtime) throw new Error("useRealtime is used outside RealtimeProvider");
  return realtime;
}

export function useConnectionState(): ConnectionState {
  const realtime = useRealtime();
  return useSyncExternalStore(realtime.subscribeState, realtime.getState);
}

/** Follows a topic for as long as the component is on screen. */
export function useTopic(topic: Topic | null): void {
  const realtime = useRealtime();
  const key = topic && JSON.stringify(topic);
  useEffect(() => (key ? realtime.follow(JSON.parse(key) as Topic) : undefined), [realtime, key]);
}

export function useLiveEvents(listener: (event: LiveEvent) => void): void {
  const realtime = useRealtime();
  useEffect(() => realtime.onEvent(listener), [realtime, listener]);
}

export function useOutgoing(conversationId: Id): Outgoing[] {
  const { outbox } = useRealtime();
  const read = useCallback(() => outbox.of(conversationId), [outbox, conversationId]);
  return useSyncExternalStore(outbox.subscribe, read);
}
