import { describe, expect, it } from "vitest";
import type { Message } from "../src/protocol";
import {
  acknowledge,
  comparePositions,
  countUnread,
  deliver,
  deliverOlder,
  detach,
  discard,
  emptyTimeline,
  enqueue,
  type Timeline,
  updatePending,
} from "../src/timeline";
import { CONVERSATION, message, pending } from "./fixtures";

const seqs = (timeline: Timeline) => timeline.messages.map((one) => one.seq);

describe("delivery", () => {
  it("keeps one copy of a message that comes twice", () => {
    const once = deliver(emptyTimeline, [message(1), message(2)]);
    expect(seqs(deliver(once, [message(2), message(1)]))).toEqual([1, 2]);
  });

  it("orders by conversation first, then by number", () => {
    const later = { conversation: "cnv_02" };
    const timeline = deliver(emptyTimeline, [message(1, later), message(9), message(2, later), message(3)]);
    expect(timeline.messages.map((one) => [one.conversation_id, one.seq])).toEqual([
      [CONVERSATION, 3],
      [CONVERSATION, 9],
      ["cnv_02", 1],
      ["cnv_02", 2],
    ]);
  });

  it("accepts gaps, which notes between agents leave", () => {
    expect(seqs(deliver(emptyTimeline, [message(1), message(5)]))).toEqual([1, 5]);
  });

  it("moves the cursor forward only", () => {
    const timeline = deliver(emptyTimeline, [message(7)]);
    expect(deliver(timeline, [message(3)]).cursor).toEqual({ conversation_id: CONVERSATION, seq: 7 });
    expect(deliver(timeline, [message(1, { conversation: "cnv_02" })]).cursor?.conversation_id).toBe(
      "cnv_02",
    );
  });

  it("puts older pages before and remembers whether there are more", () => {
    const timeline = deliverOlder(deliver(emptyTimeline, [message(8)]), [message(6), message(7)], true);
    expect(seqs(timeline)).toEqual([6, 7, 8]);
    expect(timeline.hasOlder).toBe(true);
    expect(timeline.cursor?.seq).toBe(8);
  });

  it("ends up the same whatever the order and however often things come", () => {
    const all = [1, 2, 3, 4, 5, 6].flatMap((seq) => [message(seq), message(seq, { conversation: "cnv_02" })]);
    const expected = [...all].sort(comparePositions).map((one) => one.id);
    for (let round = 0; round < 200; round += 1) {
      let timeline = emptyTimeline;
      for (const batch of batches(shuffled([...all, ...all], round + 1))) timeline = deliver(timeline, batch);
      expect(timeline.messages.map((one) => one.id)).toEqual(expected);
    }
  });
});

describe("sending", () => {
  it("replaces the pending message by the stored one, in its place", () => {
    const timeline = deliver(enqueue(emptyTimeline, pending("a")), [message(2)]);
    const acked = acknowledge(timeline, "a", {
      conversation_id: CONVERSATION,
      message_id: "m1",
      seq: 1,
      created_at: 5,
    });
    expect(acked.pending).toEqual([]);
    expect(acked.messages.map((one) => [one.seq, one.client_id])).toEqual([
      [1, "a"],
      [2, null],
    ]);
  });

  it("does not move the cursor on an acknowledgement", () => {
    const timeline = enqueue(deliver(emptyTimeline, [message(4)]), pending("a"));
    const ack = { conversation_id: CONVERSATION, message_id: "m6", seq: 6, created_at: 5 };
    // Number 5 may be on its way: after a lost connection it has to be asked for.
    expect(acknowledge(timeline, "a", ack).cursor?.seq).toBe(4);
  });

  it("shows the message once when the event overtakes the acknowledgement", () => {
    const event = message(1, { author: "customer", client_id: "a" });
    const timeline = deliver(enqueue(emptyTimeline, pending("a")), [event]);
    expect(timeline.pending).toEqual([]);
    const ack = { conversation_id: CONVERSATION, message_id: event.id, seq: 1, created_at: 5 };
    expect(seqs(acknowledge(timeline, "a", ack))).toEqual([1]);
  });

  it("shows the message once when the event follows the acknowledgement", () => {
    const event = message(1, { author: "customer", client_id: "a" });
    const ack = { conversation_id: CONVERSATION, message_id: event.id, seq: 1, created_at: 5 };
    const timeline = deliver(acknowledge(enqueue(emptyTimeline, pending("a")), "a", ack), [event]);
    expect(timeline.messages).toEqual([event]);
  });

  it("changes and discards one pending message and no other", () => {
    const two = enqueue(enqueue(emptyTimeline, pending("a")), pending("b"));
    const failed = updatePending(two, "b", { state: "failed", problem: "invalid" });
    expect(failed.pending.map((one) => one.state)).toEqual(["sending", "failed"]);
    expect(discard(failed, "a").pending.map((one) => one.client_id)).toEqual(["b"]);
  });

  it("keeps what is shown when the login ran out, but goes on from nothing", () => {
    const timeline = detach({ ...deliver(emptyTimeline, [message(3)]), hasOlder: true });
    expect(seqs(timeline)).toEqual([3]);
    expect(timeline.cursor).toBeNull();
    expect(timeline.hasOlder).toBe(false);
  });
});

describe("what is derived", () => {
  it("counts unread messages of bot and agents after the place that was read", () => {
    const timeline = deliver(emptyTimeline, [
      message(1),
      message(2, { author: "customer" }),
      message(3, { author: "agent" }),
      message(4, { author: "system", content: { kind: "notice", code: "resolved", params: {} } }),
    ]);
    expect(countUnread(timeline, null)).toBe(2);
    expect(countUnread(timeline, { conversation_id: CONVERSATION, seq: 1 })).toBe(1);
    expect(countUnread(timeline, { conversation_id: "cnv_02", seq: 1 })).toBe(0);
  });
});

function batches(messages: Message[]): Message[][] {
  const result: Message[][] = [];
  for (let start = 0, size = 1; start < messages.length; start += size, size = (size % 4) + 1) {
    result.push(messages.slice(start, start + size));
  }
  return result;
}

/** The same shuffle for the same seed, so that a failure can be repeated. */
function shuffled<T>(items: T[], seed: number): T[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
