import { describe, expect, it } from "vitest";
import { message } from "@/testing/samples";
import { emptyThread, insertMessage, lastSeq, prependOlder, type Thread } from "./thread";

const seqs = (thread: Thread | null) => thread?.items.map((item) => item.seq);
const loaded = (...numbers: number[]): Thread => ({
  items: numbers.map((seq) => message(seq)),
  more: (numbers[0] ?? 1) > 1,
});

describe("insertMessage", () => {
  it("appends what comes next", () => {
    expect(seqs(insertMessage(loaded(1, 2), message(3)))).toEqual([1, 2, 3]);
    expect(seqs(insertMessage(emptyThread, message(1)))).toEqual([1]);
  });

  it("shows a message once, however often it comes", () => {
    const thread = loaded(1, 2, 3);
    expect(insertMessage(thread, message(2))).toBe(thread);
    expect(insertMessage(thread, message(3))).toBe(thread);
  });

  it("lets the stored message replace its provisional copy", () => {
    const evidence = { action: "answer" } as never;
    const next = insertMessage(loaded(1, 2), message(2, { evidence }));
    expect(next?.items[1]?.evidence).toBe(evidence);
  });

  it("asks for a new reading when messages are missing in between", () => {
    expect(insertMessage(loaded(1, 2), message(4))).toBeNull();
    expect(insertMessage(emptyThread, message(7))).toBeNull();
  });

  it("ignores what is older than what is loaded", () => {
    const thread = loaded(5, 6);
    expect(insertMessage(thread, message(3))).toBe(thread);
  });

  it("ends in order for any order of arrival, once every message has come", () => {
    for (const order of permutations([1, 2, 3, 4])) {
      let thread = emptyThread;
      // What leaves a hole is refused; sending everything again (as a resume does) fills it.
      for (const seq of [...order, 1, 2, 3, 4]) {
        thread = insertMessage(thread, message(seq)) ?? thread;
      }
      expect(seqs(thread)).toEqual([1, 2, 3, 4]);
    }
  });
});

describe("prependOlder", () => {
  it("joins pages without repeating the edge", () => {
    const joined = prependOlder(loaded(4, 5), {
      items: [2, 3, 4].map((s) => message(s)),
      more: true,
    });
    expect(seqs(joined)).toEqual([2, 3, 4, 5]);
    expect(joined.more).toBe(true);
    expect(lastSeq(joined)).toBe(5);
  });
});

function permutations(items: number[]): number[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, at) =>
    permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]),
  );
}
