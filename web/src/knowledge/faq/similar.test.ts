import { describe, expect, it } from "vitest";
import { addSimilar, cleanSimilar, findRepetitions, parseSimilar, questionKey } from "./similar";

describe("parseSimilar", () => {
  it("reads one question per line and drops empty lines", () => {
    expect(parseSimilar("怎么退货\r\n\r\n  如何退货  \n")).toEqual(["怎么退货", "如何退货"]);
  });

  it("reads the separator of the import file", () => {
    expect(parseSimilar("怎么退货|如何退货 | 退货流程")).toEqual([
      "怎么退货",
      "如何退货",
      "退货流程",
    ]);
  });

  it("drops the bullets and numbers of a pasted list", () => {
    expect(
      parseSimilar("1. 怎么退货\n2、如何退货\n(3)退货流程\n- 我要退货\n• 退货\n①可以退吗"),
    ).toEqual(["怎么退货", "如何退货", "退货流程", "我要退货", "退货", "可以退吗"]);
  });

  it("keeps numbers that belong to the question", () => {
    expect(parseSimilar("7天无理由怎么退\n12.9 英寸有货吗\n3C 认证在哪看")).toEqual([
      "7天无理由怎么退",
      "12.9 英寸有货吗",
      "3C 认证在哪看",
    ]);
  });

  it("unwraps cells quoted by a spreadsheet", () => {
    expect(parseSimilar('"怎么退货"\n"如何""退"')).toEqual(["怎么退货", '如何""退']);
  });
});

describe("questionKey", () => {
  it("ignores case, width, spaces and end marks", () => {
    expect(questionKey(" How do I  RETURN it?! ")).toBe(questionKey("how do i return it"));
    expect(questionKey("怎么退货?")).toBe(questionKey("怎么退货?"));
  });

  it("does not make marks alone equal to nothing", () => {
    expect(questionKey("???")).not.toBe(questionKey(""));
  });
});

describe("findRepetitions", () => {
  it("marks what repeats the standard question or an earlier line", () => {
    expect(findRepetitions("怎么退货?", ["怎么退货", "如何退货", "如何退货。", ""])).toEqual([
      "standard",
      null,
      "earlier",
      null,
    ]);
  });
});

describe("cleanSimilar", () => {
  it("keeps the order and drops repetitions and blanks", () => {
    expect(cleanSimilar("怎么退货", [" 如何退货 ", "怎么退货?", "", "如何退货", "我要退"])).toEqual(
      ["如何退货", "我要退"],
    );
  });
});

describe("addSimilar", () => {
  const entry = { question: "怎么退货", similar: ["如何退货"] };

  it("adds a new question at the end", () => {
    expect(addSimilar(entry, " 退货要几天 ")).toEqual({
      similar: ["如何退货", "退货要几天"],
      added: true,
    });
  });

  it("leaves an entry alone that already has the question", () => {
    expect(addSimilar(entry, "如何退货?")).toEqual({ similar: ["如何退货"], added: false });
    expect(addSimilar(entry, "怎么退货")).toEqual({ similar: ["如何退货"], added: false });
  });
});
