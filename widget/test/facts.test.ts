import { describe, expect, it } from "vitest";
import { factsOf } from "../src/facts";
import { deliver, emptyTimeline, enqueue } from "../src/timeline";
import { message, pending } from "./fixtures";

describe("what the messages say about one another", () => {
  it("takes the last verdict, sent or not", () => {
    const verdict = (helpful: boolean) => ({ kind: "feedback" as const, message_id: "m", helpful });
    const stored = deliver(emptyTimeline, [message(1, { author: "customer", content: verdict(true) })]);
    expect(factsOf(stored).verdicts.get("m")).toBe(true);
    expect(factsOf(enqueue(stored, pending("a", { content: verdict(false) }))).verdicts.get("m")).toBe(false);
  });

  it("gives a choice to the latest list that offers it, once", () => {
    const options = [{ id: "o1", label: "one" }];
    const choice = { kind: "choice" as const, option_id: "o1", label: "one" };
    const first = message(1, { content: { kind: "menu", text: "", options } });
    const second = message(3, { content: { kind: "candidates", text: "", options } });
    const timeline = deliver(emptyTimeline, [
      first,
      message(2, { author: "customer", content: choice }),
      second,
    ]);
    expect([...factsOf(timeline).choices]).toEqual([[first.id, "o1"]]);
    const again = enqueue(timeline, pending("a", { content: choice }));
    expect(factsOf(again).choices.get(second.id)).toBe("o1");
  });

  it("knows the title of an answer that only repeats the question", () => {
    const ask = (seq: number, text: string) =>
      message(seq, { author: "customer", content: { kind: "text", text } });
    const answer = (seq: number) =>
      message(seq, { content: { kind: "answer", text: "三天", faq_id: "f", title: "多久到货？" } });
    const timeline = deliver(emptyTimeline, [
      ask(1, " 多久到货？"),
      answer(2),
      ask(3, "什么时候到"),
      answer(4),
    ]);
    expect([...factsOf(timeline).echoes]).toEqual([answer(2).id]);
  });

  it("are worked out once", () => {
    expect(factsOf(emptyTimeline)).toBe(factsOf(emptyTimeline));
  });
});
