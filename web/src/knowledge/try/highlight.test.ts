import { describe, expect, it } from "vitest";
import { highlight } from "./highlight";

const marked = (text: string, terms: string[]) =>
  highlight(text, terms)
    .map((piece) => (piece.matched ? `[${piece.text}]` : piece.text))
    .join("");

describe("highlight", () => {
  it("merges overlapping characters, pairs and words", () => {
    expect(marked("怎么申请退货", ["退", "退货", "申请", "请退"])).toBe("怎么[申请退货]");
  });

  it("ignores case and width but keeps the original text", () => {
    expect(marked("iPhone 15 有货吗", ["IPHONE"])).toBe("[iPhone] 15 有货吗");
  });

  it("marks Latin terms only from the start of a word", () => {
    expect(marked("Where is my order or refund", ["or"])).toBe("Where is my [or]der [or] refund");
    expect(marked("for a refund", ["or"])).toBe("for a refund");
  });

  it("marks a stem at the start of its word", () => {
    expect(marked("returning items", ["return"])).toBe("[return]ing items");
  });

  it("keeps the text when nothing matches", () => {
    expect(marked("你好", ["", "退货"])).toBe("你好");
    expect(highlight("", ["a"])).toEqual([]);
  });

  it("gives back every character", () => {
    const text = "A😀退ｂİ货";
    expect(
      highlight(text, ["退", "i", "b"])
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });
});
