/**
 * What lives only while it is being watched (who types, who looks, what the customer has read),
 * kept in the query cache under keys of its own. Never fetched.
 */
import { type QueryClient, skipToken, useQuery } from "@tanstack/react-query";
import type { Id } from "@/api/types";
import type { Typing, Viewing } from "./frames";

export const typingLasts = 6000;

const keys = {
  typing: (id: Id) => ["live", "typing", id],
  viewing: (id: Id) => ["live", "viewing", id],
  customerRead: (id: Id) => ["live", "customer_read", id],
};

type Author = Typing["author"];
type Viewers = Viewing["members"];

function useLive<Value>(queryKey: unknown[], nothing: Value): Value {
  const { data } = useQuery<Value>({ queryKey, queryFn: skipToken, staleTime: Infinity });
  return data ?? nothing;
}

const nobody: Viewers = [];

/** Who is typing in a conversation: the customer first. */
export function useTyping(id: Id): Author | null {
  return useLive<Author | null>(keys.typing(id), null);
}

export function useViewers(id: Id): Viewers {
  return useLive(keys.viewing(id), nobody);
}

/** The last message the customer is known to have read. */
export function useCustomerRead(id: Id): number {
  return useLive(keys.customerRead(id), 0);
}

const timers = new Map<Id, ReturnType<typeof setTimeout>>();

export function setTyping(cache: QueryClient, typing: Typing): void {
  const id = typing.conversation_id;
  clearTimeout(timers.get(id));
  cache.setQueryData(keys.typing(id), typing.on ? typing.author : null);
  if (!typing.on) return;
  timers.set(
    id,
    setTimeout(() => cache.setQueryData(keys.typing(id), null), typingLasts),
  );
}

export function setViewing(cache: QueryClient, viewing: Viewing): void {
  cache.setQueryData(keys.viewing(viewing.conversation_id), viewing.members);
}

export function setCustomerRead(cache: QueryClient, id: Id, seq: number): void {
  cache.setQueryData<number>(keys.customerRead(id), (known = 0) => Math.max(known, seq));
}
