import { describe, expect, it } from "vitest";
import { cleanFields, emptyFields, isChanged } from "./fields";

describe("isChanged", () => {
  const entry = {
    ...emptyFields("zh-CN", "怎么退货"),
    answer: "七天内可退。",
    similar: ["如何退货"],
  };

  it("does not count spaces and blank lines as changes", () => {
    expect(
      isChanged(entry, { ...entry, answer: " 七天内可退。\n", similar: ["如何退货", " "] }),
    ).toBe(false);
  });

  it("counts what would be stored differently", () => {
    expect(isChanged(entry, { ...entry, similar: ["如何退货", "退货"] })).toBe(true);
    expect(isChanged(entry, { ...entry, enabled: false })).toBe(true);
  });
});

describe("cleanFields", () => {
  it("drops similar questions that repeat the standard question", () => {
    const fields = { ...emptyFields("en", " Where is it? "), similar: ["where is it", "Track it"] };
    expect(cleanFields(fields)).toMatchObject({ question: "Where is it?", similar: ["Track it"] });
  });
});
