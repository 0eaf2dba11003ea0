/**
 * Everything the view draws, as one immutable value in one cell. The only writers are the messenger and the
 * parts it is made of; the view reads, and calls the messenger.
 */
import type { AuthorKind, VisitorConversation, VisitorSession } from "./protocol";
import { emptyTimeline, type Position, type Timeline } from "./timeline";

export interface State {
  /** Null until the server has answered for the first time; nothing is shown before. */
  session: VisitorSession | null;
  conversation: VisitorConversation | null;
  /** Whether a person can be reached now. */
  online: boolean;
  consented: boolean;
  timeline: Timeline;
  history: "unknown" | "loading" | "loaded";
  loadingOlder: boolean;
  /** `lost` only once the customer should know. */
  link: "idle" | "online" | "lost";
  open: boolean;
  unread: number;
  typing: { kind: AuthorKind; name: string | null } | null;
  agentRead: Position | null;
  /** Code of what went wrong last with something that has no message of its own. */
  problem: string | null;
}

export const initialState: State = {
  session: null,
  conversation: null,
  online: false,
  consented: false,
  timeline: emptyTimeline,
  history: "unknown",
  loadingOlder: false,
  link: "idle",
  open: false,
  unread: 0,
  typing: null,
  agentRead: null,
  problem: null,
};

export class Cell<T extends object> {
  private readonly listeners = new Set<(value: T, before: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(change: Partial<T>): void {
    const before = this.current;
    this.current = { ...before, ...change };
    for (const listener of [...this.listeners]) listener(this.current, before);
  }

  subscribe(listener: (value: T, before: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
