import { describe, expect, it } from "vitest";
import type { Outgoing } from "@/realtime/outbox";
import { message } from "@/testing/samples";
import { type Row, rowsOfThread } from "./rows";

const noon = new Date(2026, 10, 20, 12).getTime();
const at = (seq: number, minutes: number, change = {}) =>
  message(seq, { created_at: noon + minutes * 60_000, ...change });
const agent = { kind: "agent", id: "mem_1", name: "李想" };
const outgoing = (clientId: string): Outgoing => ({
  clientId,
  conversationId: "cnv_1",
  content: { kind: "text", text: "…" },
  visibility: "public",
  createdAt: noon + 60_000,
  problem: null,
});
const edges = (rows: Row[]) =>
  rows.flatMap((row) => ("first" in row ? [`${row.first ? "[" : ""}${row.last ? "]" : ""}`] : []));

describe("rowsOfThread", () => {
  it("groups one author's messages that are close in time", () => {
    const items = [at(1, 0), at(2, 1), at(3, 20), at(4, 21, { author: agent })];
    expect(edges(rowsOfThread({ items, more: false }, [], "mem_1"))).toEqual([
      "[",
      "]",
      "[]",
      "[]",
    ]);
  });

  it("never groups a note with a reply", () => {
    const items = [
      at(1, 0, { author: agent }),
      at(2, 0, { author: agent, visibility: "internal" }),
    ];
    expect(edges(rowsOfThread({ items, more: false }, [], "mem_1"))).toEqual(["[]", "[]"]);
  });

  it("sets days and events apart", () => {
    const items = [
      at(1, 0),
      at(2, 1, { content: { kind: "action", action: "handoff" } }),
      at(3, 24 * 60),
    ];
    const kinds = rowsOfThread({ items, more: true }, [], "mem_1").map((row) => row.kind);
    expect(kinds).toEqual(["earlier", "day", "message", "event", "day", "message"]);
  });

  it("shows a message on its way until it has arrived, under the same key", () => {
    const before = rowsOfThread({ items: [at(1, 0)], more: false }, [outgoing("x")], "mem_1");
    expect(before.at(-1)).toMatchObject({ kind: "outgoing", key: "x" });
    const items = [at(1, 0), at(2, 1, { author: agent, client_id: "x" })];
    const after = rowsOfThread({ items, more: false }, [outgoing("x")], "mem_1");
    expect(after.filter((row) => row.key === "x")).toHaveLength(1);
    expect(after.at(-1)?.kind).toBe("message");
  });
});
