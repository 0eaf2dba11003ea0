/**
 * Works events into the query cache, where every screen reads from. Changes of conversations come
 * in bursts and touch long lists, so they are gathered and applied once per frame.
 */
import type { QueryClient } from "@tanstack/react-query";
import { queryKey } from "@/api/queries";
import type { AgentOut, ConversationOut, Id, MessageOut, Page } from "@/api/types";
import { covers } from "@/session/covers";
import { sessionQuery } from "@/session/session";
import type { LiveEvent, ReadMark } from "./frames";
import { applyChanges, type ConversationPages, type ListFilter, removeRows } from "./listing";
import { setCustomerRead, setTyping, setViewing } from "./live";
import { insertMessage, type Thread } from "./thread";

export const threadKey = (id: Id) => ["thread", id];
export const conversationKey = (id: Id) => queryKey("conversation_lookup", { path: { id } });

const listsKey = ["conversation_list", "pages"];

/** A conversation as some list on screen or kept has it. */
export function findInLists(cache: QueryClient, id: Id): ConversationOut | undefined {
  for (const [, data] of cache.getQueriesData<ConversationPages>({ queryKey: listsKey })) {
    const found = data?.pages.flatMap((page) => page.items).find((item) => item.id === id);
    if (found) return found;
  }
  return undefined;
}

type Schedule = (run: () => void) => void;

export class Patches {
  private readonly changed = new Map<Id, ConversationOut>();

  constructor(
    private readonly cache: QueryClient,
    private readonly me: Id,
    private readonly schedule: Schedule = (run) => setTimeout(run, 50),
  ) {}

  apply(event: LiveEvent): void {
    switch (event.name) {
      case "message.received":
      case "message.sent":
        this.message(event.data);
        break;
      case "conversation.changed":
        this.conversation(event.data);
        break;
      case "conversation.gone":
        // Asked again, the server says that there is no such conversation for this reader.
        this.cache.invalidateQueries({ queryKey: conversationKey(event.data.conversation_id) });
        break;
      case "typing":
        setTyping(this.cache, event.data);
        break;
      case "viewing":
        setViewing(this.cache, event.data);
        break;
      case "read":
        this.read(event.data);
        break;
      case "agent.changed":
        this.agent(event.data);
        break;
      case "counts.changed":
        this.cache.setQueryData(queryKey("conversation_counts"), event.data);
        break;
      case "numbers.changed":
        this.cache.invalidateQueries({ queryKey: ["numbers_day"] });
        break;
      case "alarms.changed":
        this.cache.invalidateQueries({ queryKey: ["alarm_list"] });
        break;
    }
  }

  private message(message: MessageOut): void {
    const key = threadKey(message.conversation_id);
    const thread = this.cache.getQueryData<Thread>(key);
    if (!thread) return;
    const next = insertMessage(thread, message);
    if (next) this.cache.setQueryData(key, next);
    else this.cache.invalidateQueries({ queryKey: key });
    if (message.author.kind === "customer") {
      setTyping(this.cache, {
        conversation_id: message.conversation_id,
        author: { kind: "customer", name: null },
        on: false,
      });
    }
  }

  private conversation(conversation: ConversationOut): void {
    const waiting = this.changed.get(conversation.id);
    if (waiting && waiting.version > conversation.version) return;
    this.changed.set(conversation.id, conversation);
    this.cache.setQueryData<ConversationOut>(conversationKey(conversation.id), (known) =>
      known && known.version > conversation.version ? known : conversation,
    );
    if (this.changed.size === 1) this.schedule(() => this.flush());
  }

  private flush(): void {
    const { within, gone } = this.byReach([...this.changed.values()]);
    this.changed.clear();
    for (const query of this.cache.getQueryCache().findAll({ queryKey: listsKey })) {
      const filter = filterOf(query.queryKey);
      this.cache.setQueryData<ConversationPages>(query.queryKey, (data) =>
        data ? applyChanges(removeRows(data, gone), within, filter, this.me) : data,
      );
    }
  }

  /** A conversation that moves out of reach is told once more; it belongs to no list from then on. */
  private byReach(changes: ConversationOut[]): { within: ConversationOut[]; gone: Id[] } {
    const session = this.cache.getQueryData(sessionQuery.queryKey);
    if (!session) return { within: changes, gone: [] };
    const reached = (change: ConversationOut) => covers("conversation.read", change, session);
    return {
      within: changes.filter(reached),
      gone: changes.filter((change) => !reached(change)).map(({ id }) => id),
    };
  }

  private read(mark: ReadMark): void {
    if (mark.by === "customer") setCustomerRead(this.cache, mark.conversation_id, mark.seq);
  }

  private agent(agent: AgentOut): void {
    this.cache.setQueryData<Page<AgentOut>>(queryKey("agent_list"), (page) => {
      if (!page) return page;
      const known = page.items.some((item) => item.member.id === agent.member.id);
      const items = known
        ? page.items.map((item) => (item.member.id === agent.member.id ? agent : item))
        : [...page.items, agent];
      return { ...page, items };
    });
  }
}

function filterOf(key: readonly unknown[]): ListFilter {
  const args = key[2] as { query?: ListFilter } | undefined;
  return { view: "all", ...args?.query };
}
