/** The alarms that are on, live, for those who may know of them; and which of them still want somebody. */
import { useQuery } from "@tanstack/react-query";
import { operationQuery } from "@/api/queries";
import type { AlarmOut } from "@/api/types";
import { useTopic } from "@/realtime/RealtimeProvider";
import { useCan } from "@/session/session";
import { useSlowNow } from "@/ui/now";

export function useAlarms() {
  const may = useCan()("alarm.manage");
  useTopic(may ? { topic: "alarms" } : null);
  return useQuery({ ...operationQuery("alarm_list"), enabled: may });
}

/** Nobody has said that they see to it, and nobody wanted peace from it. */
export function isWaiting(alarm: AlarmOut, now: number): boolean {
  return !alarm.acknowledged_at && !isMuted(alarm, now);
}

export function isMuted(alarm: AlarmOut, now: number): boolean {
  return (alarm.muted_until ?? 0) > now;
}

/** Those that want somebody, the worst first, as the server lists them. */
export function useWaitingAlarms(): AlarmOut[] {
  const { data } = useAlarms();
  const now = useSlowNow();
  return data?.items.filter((alarm) => isWaiting(alarm, now)) ?? [];
}
