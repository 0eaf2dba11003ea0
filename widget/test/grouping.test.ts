import { describe, expect, it } from "vitest";
import { rowsOf } from "../src/grouping";
import type { Message } from "../src/protocol";
import { acknowledge, deliver, emptyTimeline, enqueue } from "../src/timeline";
import { CONVERSATION, message, pending } from "./fixtures";

const MINUTE = 60_000;
const NOON = new Date(2026, 0, 5, 12).getTime();
const shape = (messages: Message[]) =>
  rowsOf(deliver(emptyTimeline, messages)).map((row) =>
    row.kind === "group" ? `${row.author.kind}×${row.entries.length}` : row.kind,
  );

describe("rows", () => {
  it("groups what one author says in one go", () => {
    const rows = shape([message(1), message(2), message(3, { author: "customer" }), message(4)]);
    expect(rows).toEqual(["time", "bot×2", "customer×1", "bot×1"]);
  });

  it("tells two agents apart", () => {
    const rows = shape([
      message(1, { author: "agent", name: "李想" }),
      message(2, { author: "agent", name: "Emma" }),
    ]);
    expect(rows).toEqual(["time", "agent×1", "agent×1"]);
  });

  it("starts a new group after three minutes, and says the time after a quarter of an hour", () => {
    const rows = shape([
      message(1, { at: NOON }),
      message(2, { at: NOON + 4 * MINUTE }),
      message(3, { at: NOON + 25 * MINUTE }),
    ]);
    expect(rows).toEqual(["time", "bot×1", "bot×1", "time", "bot×1"]);
  });

  it("says the time on a new day, however short the pause", () => {
    const midnight = new Date(2026, 0, 6).getTime();
    expect(shape([message(1, { at: midnight - 1 }), message(2, { at: midnight + 1 })])).toEqual([
      "time",
      "bot×1",
      "time",
      "bot×1",
    ]);
  });

  it("draws notices between groups, and neither verdicts nor requests for a rating", () => {
    const rows = shape([
      message(1),
      message(2, { author: "customer", content: { kind: "feedback", message_id: "m", helpful: true } }),
      message(3, { author: "system", content: { kind: "notice", code: "handoff_queued", params: {} } }),
      message(4, { author: "system", content: { kind: "rating_request" } }),
    ]);
    expect(rows).toEqual(["time", "bot×1", "notice"]);
  });

  it("shows a rating once that was given again with a comment", () => {
    const rating = (seq: number, score: string) =>
      message(seq, { author: "system", content: { kind: "notice", code: "rating", params: { score } } });
    const rows = rowsOf(deliver(emptyTimeline, [message(1), rating(2, "4"), rating(3, "5")]));
    expect(rows.filter((row) => row.kind === "notice").map((row) => row.key)).toEqual([rating(3, "5").id]);
  });

  it("keeps the key of a message when the server has stored it", () => {
    const waiting = enqueue(emptyTimeline, pending("a"));
    const ack = {
      conversation_id: CONVERSATION,
      message_id: "m",
      seq: 1,
      created_at: pending("a").created_at,
    };
    const keys = (timeline: typeof waiting) => rowsOf(timeline).map((row) => row.key);
    expect(keys(acknowledge(waiting, "a", ack))).toEqual(keys(waiting));
  });
});
