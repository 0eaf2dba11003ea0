import { describe, expect, it } from "vitest";
import { scaleFor, standing } from "./scale";

const thresholds = { answer: 0.7, offer: 0.4 };
const match = (score: number) => ({
  faq_id: "faq_1",
  question: "q",
  matched: "q",
  score,
  terms: [],
});

describe("scaleFor", () => {
  it("is 0 to 1 for ordinary scores", () => {
    const scale = scaleFor({ matches: [match(0.5)], thresholds });
    expect(scale.top).toBe(1);
    expect(scale.position(0.5)).toBe(50);
    expect(scale.position(-1)).toBe(0);
  });

  it("grows with higher scores", () => {
    const scale = scaleFor({ matches: [match(20)], thresholds: { answer: 10, offer: 5 } });
    expect(scale.position(10)).toBe(50);
    expect(scale.position(25)).toBe(100);
  });
});

describe("standing", () => {
  it("includes the thresholds themselves", () => {
    expect(standing(0.7, thresholds)).toBe("answer");
    expect(standing(0.4, thresholds)).toBe("offer");
    expect(standing(0.39, thresholds)).toBe("below");
  });
});
