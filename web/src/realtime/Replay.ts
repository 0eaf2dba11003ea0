/**
 * Keeps answers from undoing news. While a query is being read, what happens meanwhile is noted, and
 * told again once the answer, which may be older, has been put into the cache.
 */
import type { QueryCacheNotifyEvent, QueryClient } from "@tanstack/react-query";
import type { LiveEvent } from "./frames";

export class Replay {
  /** By query, what has happened since its reading began. */
  private readonly meanwhile = new Map<string, LiveEvent[]>();

  constructor(
    private readonly cache: QueryClient,
    private readonly tell: (event: LiveEvent) => void,
  ) {}

  start(): () => void {
    return this.cache.getQueryCache().subscribe((change) => this.watch(change));
  }

  note(event: LiveEvent): void {
    for (const events of this.meanwhile.values()) events.push(event);
  }

  private watch(change: QueryCacheNotifyEvent): void {
    if (change.type === "removed") this.meanwhile.delete(change.query.queryHash);
    if (change.type !== "updated") return;
    const { queryHash } = change.query;
    const { action } = change;
    if (action.type === "fetch") this.meanwhile.set(queryHash, []);
    if (action.type === "error") this.meanwhile.delete(queryHash);
    if (action.type === "success" && !action.manual) this.answered(queryHash);
  }

  private answered(queryHash: string): void {
    const events = this.meanwhile.get(queryHash) ?? [];
    this.meanwhile.delete(queryHash);
    for (const event of events) this.tell(event);
  }
}
