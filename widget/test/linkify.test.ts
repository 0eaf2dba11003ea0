import { describe, expect, it } from "vitest";
import { linkify } from "../src/linkify";

const links = (text: string) =>
  linkify(text)
    .filter((part) => part.href !== null)
    .map((part) => [part.text, part.href]);

describe("links in a text", () => {
  it("loses no character", () => {
    for (const text of [
      "",
      "plain",
      "看 https://a.cn/b，再说",
      "a@b.co, mailto:x@y.z!",
      "https://",
      "http://[",
      "((https://a.b))",
    ]) {
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }
  });

  it("ends an address where Chinese begins", () => {
    expect(links("请访问https://shop.cn/help。谢谢")).toEqual([
      ["https://shop.cn/help", "https://shop.cn/help"],
    ]);
    expect(links("地址https://shop.cn/退货")).toEqual([["https://shop.cn/", "https://shop.cn/"]]);
  });

  it("leaves a sentence its punctuation and keeps balanced brackets", () => {
    expect(links("See https://a.com/x_(y). (or https://b.com/z)")).toEqual([
      ["https://a.com/x_(y)", "https://a.com/x_(y)"],
      ["https://b.com/z", "https://b.com/z"],
    ]);
  });

  it("links e-mail addresses", () => {
    expect(links("写信到help@shop.cn，或 mailto:a@b.cc")).toEqual([
      ["help@shop.cn", "mailto:help@shop.cn"],
      ["mailto:a@b.cc", "mailto:a@b.cc"],
    ]);
  });

  it("links nothing that could run or reach elsewhere", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "//evil.com",
      "vbscript:x",
    ]) {
      expect(links(text)).toEqual([]);
    }
  });

  it("stays quick on hostile text", () => {
    const start = performance.now();
    linkify("a.".repeat(4_000));
    linkify(`${"a".repeat(4_000)}@${"b-".repeat(2_000)}`);
    linkify(`https://a.b/${"(".repeat(4_000)}${")".repeat(4_000)}`);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
