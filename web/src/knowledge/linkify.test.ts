import { describe, expect, it } from "vitest";
import { linkify } from "./linkify";

describe("linkify", () => {
  it("finds addresses inside Chinese text and leaves its punctuation out", () => {
    expect(linkify("见https://a.cn/x?y=1,或写信给 help@a.cn。")).toEqual([
      { text: "见", href: null },
      { text: "https://a.cn/x?y=1", href: "https://a.cn/x?y=1" },
      { text: ",或写信给 ", href: null },
      { text: "help@a.cn", href: "mailto:help@a.cn" },
      { text: "。", href: null },
    ]);
  });

  it("never makes a link of anything else", () => {
    expect(linkify("javascript:alert(1) <a href=x>")).toEqual([
      { text: "javascript:alert(1) <a href=x>", href: null },
    ]);
    expect(linkify("http://")).toEqual([{ text: "http://", href: null }]);
  });
});
