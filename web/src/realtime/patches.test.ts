import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryKey } from "@/api/queries";
import type { ConversationOut } from "@/api/types";
import { conversationList } from "@/inbox/queries";
import { sessionQuery } from "@/session/session";
import { conversation, message, session } from "@/testing/samples";
import { type ConversationPages, rowsOf } from "./listing";
import { conversationKey, Patches, threadKey } from "./patches";
import type { Thread } from "./thread";

describe("Patches", () => {
  let cache: QueryClient;
  let patches: Patches;
  let flush: () => void;

  beforeEach(() => {
    cache = new QueryClient();
    patches = new Patches(cache, "mem_1", (run) => {
      flush = run;
    });
  });

  it("adds a message to the thread on screen and leaves other threads alone", () => {
    cache.setQueryData<Thread>(threadKey("cnv_1"), { items: [message(1)], more: false });
    patches.apply({ name: "message.received", data: message(2) });
    patches.apply({ name: "message.received", data: message(1, { conversation_id: "cnv_2" }) });
    expect(cache.getQueryData<Thread>(threadKey("cnv_1"))?.items).toHaveLength(2);
    expect(cache.getQueryData(threadKey("cnv_2"))).toBeUndefined();
  });

  it("has a thread with a hole read again", () => {
    const invalidate = vi.spyOn(cache, "invalidateQueries");
    cache.setQueryData<Thread>(threadKey("cnv_1"), { items: [message(1)], more: false });
    patches.apply({ name: "message.received", data: message(5) });
    expect(invalidate).toHaveBeenCalledWith({ queryKey: threadKey("cnv_1") });
  });

  it("works a burst of changes into every list at once, the latest of each", () => {
    const list = conversationList({ view: "mine", status: "open" }).queryKey;
    cache.setQueryData<ConversationPages>(list, {
      pages: [{ items: [conversation()], next: null }],
      pageParams: [null],
    });
    patches.apply({ name: "conversation.changed", data: conversation({ version: 2, unread: 1 }) });
    patches.apply({ name: "conversation.changed", data: conversation({ version: 4, unread: 3 }) });
    patches.apply({ name: "conversation.changed", data: conversation({ version: 3, unread: 2 }) });
    expect(rowsOf(cache.getQueryData<ConversationPages>(list))[0]?.unread).toBe(0);
    flush();
    expect(rowsOf(cache.getQueryData<ConversationPages>(list))[0]?.unread).toBe(3);
    const open = cache.getQueryData<ConversationOut>(conversationKey("cnv_1"));
    expect(open?.version).toBe(4);
  });

  it("takes what moved out of reach from every list, and keeps what it became", () => {
    cache.setQueryData(sessionQuery.queryKey, session());
    const list = conversationList({ view: "all" }).queryKey;
    cache.setQueryData<ConversationPages>(list, {
      pages: [{ items: [conversation(), conversation({ id: "cnv_2" })], next: null }],
      pageParams: [null],
    });
    const moved = { member: null, team_id: "tem_2", handler: "queue", version: 2 } as const;
    patches.apply({ name: "conversation.changed", data: conversation(moved) });
    flush();
    expect(rowsOf(cache.getQueryData<ConversationPages>(list)).map(({ id }) => id)).toEqual([
      "cnv_2",
    ]);
    const open = cache.getQueryData<ConversationOut>(conversationKey("cnv_1"));
    expect(open?.team_id).toBe("tem_2");
  });

  it("leaves searches of single pages alone", () => {
    const search = queryKey("conversation_list", { query: { q: "王" } });
    cache.setQueryData(search, { items: [conversation()], next: null });
    patches.apply({ name: "conversation.changed", data: conversation({ version: 2 }) });
    expect(() => flush()).not.toThrow();
  });

  it("reads numbers again when there are newer ones", () => {
    const key = queryKey("numbers_day", { query: {} });
    cache.setQueryData(key, {});
    patches.apply({ name: "numbers.changed", data: {} });
    expect(cache.getQueryState(key)?.isInvalidated).toBe(true);
  });

  it("puts counts where they are read", () => {
    const counts = { mine: 1, mine_unread: 1, queue: 0, bot: 0, open: 1, snoozed: 0 };
    patches.apply({ name: "counts.changed", data: counts });
    expect(cache.getQueryData(queryKey("conversation_counts"))).toEqual(counts);
  });
});
