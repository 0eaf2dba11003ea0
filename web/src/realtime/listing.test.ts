import { describe, expect, it } from "vitest";
import type { ConversationOut } from "@/api/types";
import { conversation } from "@/testing/samples";
import { applyChanges, belongs, type ConversationPages, rowsOf } from "./listing";

const me = "mem_1";
const at = (id: string, time: number, change: Partial<ConversationOut> = {}) =>
  conversation({ id, last_message_at: time, ...change });

function pages(rows: ConversationOut[], next: string | null = null): ConversationPages {
  return { pages: [{ items: rows, next }], pageParams: [null] };
}
const ids = (data: ConversationPages) => rowsOf(data).map((row) => row.id);
const mine = { view: "mine", status: "open" } as const;

describe("belongs", () => {
  it("knows mine, queue and all", () => {
    expect(belongs(conversation(), mine, me)).toBe(true);
    expect(belongs(conversation({ member: { id: "mem_2", name: "Emma" } }), mine, me)).toBe(false);
    expect(belongs(conversation({ handler: "queue", member: null }), { view: "queue" }, me)).toBe(
      true,
    );
    expect(belongs(conversation({ status: "resolved" }), { view: "all", status: "open" }, me)).toBe(
      false,
    );
  });
});

describe("applyChanges", () => {
  const data = pages([at("c", 30), at("b", 20), at("a", 10)]);

  it("moves a conversation to where its latest message puts it", () => {
    expect(ids(applyChanges(data, [at("a", 40, { version: 2 })], mine, me))).toEqual([
      "a",
      "c",
      "b",
    ]);
  });

  it("changes a row in place when its order stays", () => {
    const next = applyChanges(data, [at("b", 20, { version: 2, unread: 3 })], mine, me);
    expect(ids(next)).toEqual(["c", "b", "a"]);
    expect(rowsOf(next)[1]?.unread).toBe(3);
  });

  it("takes out what has left the view and brings in what has entered it", () => {
    const gone = at("b", 20, { version: 2, status: "resolved" });
    expect(ids(applyChanges(data, [gone], mine, me))).toEqual(["c", "a"]);
    expect(ids(applyChanges(data, [at("n", 25)], mine, me))).toEqual(["c", "n", "b", "a"]);
  });

  it("ignores news older than what it has", () => {
    const fresh = pages([at("a", 10, { version: 5 })]);
    expect(applyChanges(fresh, [at("a", 5, { version: 4 })], mine, me)).toBe(fresh);
  });

  it("leaves alone what belongs beyond the last loaded page", () => {
    const partial = pages([at("c", 30), at("b", 20)], "more");
    expect(applyChanges(partial, [at("z", 1)], mine, me)).toBe(partial);
  });

  it("appends at the end when the end is loaded", () => {
    expect(ids(applyChanges(data, [at("z", 1)], mine, me))).toEqual(["c", "b", "a", "z"]);
  });

  it("keeps the queue in order of arrival", () => {
    const queued = (id: string, queued_at: number) =>
      conversation({ id, handler: "queue", member: null, queued_at });
    const queue = { view: "queue", status: "open" } as const;
    const waiting = pages([queued("a", 1), queued("c", 3)]);
    expect(ids(applyChanges(waiting, [queued("b", 2)], queue, me))).toEqual(["a", "b", "c"]);
  });

  it("does not bring strangers into a search", () => {
    const search = { ...mine, q: "耳机" };
    expect(applyChanges(data, [at("n", 25)], search, me)).toBe(data);
  });

  it("stays sorted and unique under many random changes", () => {
    let data = pages(Array.from({ length: 40 }, (_, n) => at(`r${n}`, 1000 - n)));
    let random = 7;
    for (let step = 0; step < 500; step += 1) {
      random = (random * 48271) % 2147483647;
      const id = `r${random % 60}`;
      const status = random % 7 === 0 ? "resolved" : "open";
      data = applyChanges(data, [at(id, random % 5000, { version: step + 2, status })], mine, me);
    }
    const times = rowsOf(data).map((row) => row.last_message_at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(ids(data)).size).toBe(data.pages[0]?.items.length);
  });
});
