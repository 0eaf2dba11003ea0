/** Tells the customer that somebody is typing, at most every few seconds, and when it stops. */
import { useEffect, useRef } from "react";
import type { Id } from "@/api/types";
import { useRealtime } from "@/realtime/RealtimeProvider";

const every = 3000;

export function useTypingSignal(conversationId: Id) {
  const realtime = useRealtime();
  const last = useRef(0);

  const stop = () => {
    if (last.current === 0) return;
    last.current = 0;
    realtime.typing(conversationId, false);
  };

  const typed = (text: string) => {
    if (text === "") {
      stop();
      return;
    }
    const now = Date.now();
    if (now - last.current < every) return;
    last.current = now;
    realtime.typing(conversationId, true);
  };

  useEffect(
    () => () => {
      if (last.current !== 0) realtime.typing(conversationId, false);
    },
    [realtime, conversationId],
  );

  return { typed, stop };
}
