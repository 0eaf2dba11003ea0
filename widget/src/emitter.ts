/** The events a host page can listen to. A listener that throws harms neither the widget nor its neighbours. */
import type { Message } from "./protocol";

export interface Events {
  unread: number;
  open: undefined;
  close: undefined;
  message: Message;
}

export class Emitter {
  private readonly listeners = new Map<keyof Events, Set<(value: never) => void>>();

  on<K extends keyof Events>(name: K, listener: (value: Events[K]) => void): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set.add(listener as (value: never) => void));
    return () => set.delete(listener as (value: never) => void);
  }

  emit<K extends keyof Events>(name: K, value: Events[K]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) {
      try {
        (listener as (value: Events[K]) => void)(value);
      } catch (cause) {
        setTimeout(() => {
          throw cause;
        });
      }
    }
  }
}
