/**
 * Messages on their way: shown at once, sent when there is a connection, sent again with the same
 * `client_id` until acknowledged. Kept for the tab's life, so a reload loses nothing.
 */
import { Problem } from "@/api/problem";
import type { Id, MessageContent, Visibility } from "@/api/types";
import type { Ack, Request } from "./frames";

export interface Outgoing {
  clientId: string;
  conversationId: Id;
  content: MessageContent;
  visibility: Visibility;
  createdAt: number;
  /** The code of what went wrong, when the server refused it. */
  problem: string | null;
}

type Ask = (frame: Request) => Promise<Ack>;
type Delivered = (item: Outgoing, ack: Ack) => void;

const nothing: Outgoing[] = [];

export class Outbox {
  private readonly storageKey: string;
  private items: Outgoing[];
  private byConversation = new Map<Id, Outgoing[]>();
  private readonly inFlight = new Set<string>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly ask: Ask,
    private readonly delivered: Delivered,
    owner: Id,
    private readonly storage: Storage = sessionStorage,
  ) {
    this.storageKey = `yingda.outbox.${owner}`;
    this.items = read(storage, this.storageKey);
    this.index();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What is on its way in one conversation; the same array until it changes. */
  of(conversationId: Id): Outgoing[] {
    return this.byConversation.get(conversationId) ?? nothing;
  }

  put(item: Omit<Outgoing, "problem">): void {
    this.change([...this.items, { ...item, problem: null }]);
    this.flush();
  }

  retry(clientId: string): void {
    this.change(
      this.items.map((item) => (item.clientId === clientId ? { ...item, problem: null } : item)),
    );
    this.flush();
  }

  /** Takes a message out: it arrived, or the agent gave it up. */
  remove(clientId: string): void {
    if (!this.items.some((item) => item.clientId === clientId)) return;
    this.change(this.items.filter((item) => item.clientId !== clientId));
  }

  /** After a welcome: everything unacknowledged again, in order. */
  flush(): void {
    for (const item of this.items) {
      if (item.problem === null && !this.inFlight.has(item.clientId)) this.send(item);
    }
  }

  private send(item: Outgoing): void {
    this.inFlight.add(item.clientId);
    this.ask({
      type: "send",
      client_id: item.clientId,
      conversation_id: item.conversationId,
      content: item.content,
      visibility: item.visibility,
    })
      .then(
        (ack) => {
          this.delivered(item, ack);
          this.remove(item.clientId);
        },
        (error: unknown) => this.refused(item, Problem.of(error)),
      )
      .finally(() => this.inFlight.delete(item.clientId));
  }

  private refused(item: Outgoing, problem: Problem): void {
    if (problem.code === "unreachable") return;
    this.change(
      this.items.map((other) =>
        other.clientId === item.clientId ? { ...other, problem: problem.code } : other,
      ),
    );
  }

  private change(items: Outgoing[]): void {
    this.items = items;
    this.index();
    this.storage.setItem(this.storageKey, JSON.stringify(items));
    for (const listener of this.listeners) listener();
  }

  private index(): void {
    this.byConversation = new Map();
    for (const item of this.items) {
      this.byConversation.set(item.conversationId, [...this.of(item.conversationId), item]);
    }
  }
}

function read(storage: Storage, key: string): Outgoing[] {
  try {
    return JSON.parse(storage.getItem(key) ?? "[]") as Outgoing[];
  } catch {
    return [];
  }
}
