import { describe, expect, it } from "vitest";
import { applyChoices, findDifferences, similarDifference } from "./conflict";
import type { FaqFields } from "./fields";

const base: FaqFields = {
  question: "怎么退货",
  similar: ["如何退货"],
  answer: "七天内可退。",
  category: "售后",
  locale: "zh-CN",
  enabled: true,
};

describe("findDifferences", () => {
  it("proposes the side that changed the field", () => {
    const mine = { ...base, answer: "七天内可以退货。" };
    const theirs = { ...base, category: "退换货" };
    expect(findDifferences(base, mine, theirs)).toEqual([
      { field: "answer", proposed: "mine", bothChanged: false },
      { field: "category", proposed: "theirs", bothChanged: false },
    ]);
  });

  it("tells when both changed the same field", () => {
    const found = findDifferences(base, { ...base, similar: ["a"] }, { ...base, similar: ["b"] });
    expect(found).toEqual([{ field: "similar", proposed: "mine", bothChanged: true }]);
  });

  it("finds nothing when both made the same change", () => {
    const changed = { ...base, enabled: false, similar: ["如何退货", "退货"] };
    expect(findDifferences(base, changed, { ...changed, similar: [...changed.similar] })).toEqual(
      [],
    );
  });
});

describe("applyChoices", () => {
  it("takes each field from the chosen side, mine by default", () => {
    const mine = { ...base, answer: "mine", category: "mine" };
    const theirs = { ...base, answer: "theirs", category: "theirs" };
    expect(applyChoices(mine, theirs, { answer: "theirs" })).toEqual({
      ...base,
      answer: "theirs",
      category: "mine",
    });
  });
});

describe("similarDifference", () => {
  it("lists what only one side has", () => {
    expect(similarDifference(["a", "b?"], ["b", "c"])).toEqual({
      onlyMine: ["a"],
      onlyTheirs: ["c"],
    });
  });
});
