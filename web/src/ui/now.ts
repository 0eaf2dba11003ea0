/** The current time as state that ticks; one timer per interval serves every reader. */
import { useSyncExternalStore } from "react";

interface Ticker {
  subscribe: (listener: () => void) => () => void;
  read: () => number;
}

function createTicker(interval: number): Ticker {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        now = Date.now();
        timer = setInterval(tick, interval);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    read: () => now,
  };
}

const seconds = createTicker(1000);
const halfMinutes = createTicker(30_000);

/** For clocks that show seconds. */
export function useNow(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.read);
}

/** For "3 minutes ago". */
export function useSlowNow(): number {
  return useSyncExternalStore(halfMinutes.subscribe, halfMinutes.read);
}
