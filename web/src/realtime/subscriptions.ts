/**
 * The topics somebody on screen cares about, counted, so that two readers share one
 * subscription. Says all of them again after a reconnect.
 */
import type { Ack, Request, Topic } from "./frames";

type Ask = (frame: Request) => Promise<Ack>;

interface Entry {
  /** Made anew for each subscribe: `after` is the last number known at that moment. */
  topic: () => Topic;
  readers: number;
  onSubscribed: (ack: Ack) => void;
}

export class Subscriptions {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly ask: Ask) {}

  /** Starts reading a topic; the answer stops it. */
  add(key: string, topic: () => Topic, onSubscribed: (ack: Ack) => void): () => void {
    const known = this.entries.get(key);
    if (known) known.readers += 1;
    else {
      const entry = { topic, readers: 1, onSubscribed };
      this.entries.set(key, entry);
      this.subscribe(entry);
    }
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      this.release(key);
    };
  }

  /** After a welcome: everything again, from where it stopped. */
  renew(): void {
    for (const entry of this.entries.values()) this.subscribe(entry);
  }

  private subscribe(entry: Entry): void {
    this.ask({ type: "subscribe", ...entry.topic() }).then(entry.onSubscribed, ignore);
  }

  private release(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    entry.readers -= 1;
    if (entry.readers > 0) return;
    this.entries.delete(key);
    this.ask({ type: "unsubscribe", ...entry.topic() }).catch(ignore);
  }
}

/** A lost connection subscribes again on its own; a refused topic stays quiet. */
function ignore(): void {}
