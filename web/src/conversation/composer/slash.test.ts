import { describe, expect, it } from "vitest";
import type { CannedReplyOut } from "@/api/types";
import { fillVariables, findReplies, replaceRange, slashAt } from "./slash";

const reply = (shortcut: string, title: string, text: string): CannedReplyOut => ({
  id: shortcut,
  brand_id: "brd_1",
  shortcut,
  title,
  text,
  shared: true,
  member_id: null,
  created_at: 0,
  version: 1,
});

describe("slashAt", () => {
  it("finds what is typed after a slash at the caret", () => {
    expect(slashAt("/", 1)).toEqual({ from: 0, to: 1, query: "" });
    expect(slashAt("你好 /退货", 6)).toEqual({ from: 3, to: 6, query: "退货" });
    expect(slashAt("第一行\n/hi", 7)).toEqual({ from: 4, to: 7, query: "hi" });
    expect(slashAt("／问候", 3)?.query).toBe("问候");
  });

  it("leaves addresses, fractions and finished words alone", () => {
    expect(slashAt("https://example.com", 19)).toBeNull();
    expect(slashAt("3/4", 3)).toBeNull();
    expect(slashAt("/hi there", 9)).toBeNull();
    expect(slashAt("/hi", 0)).toBeNull();
  });
});

describe("findReplies", () => {
  const replies = [
    reply("hi", "问候", "你好"),
    reply("return", "退货流程", "请在订单里申请"),
    reply("refund", "退款到账", "退款 3 天内到账"),
  ];

  it("puts shortcuts first, then titles, then texts", () => {
    expect(findReplies(replies, "re").map((found) => found.id)).toEqual(["return", "refund"]);
    expect(findReplies(replies, "退款")[0]?.id).toBe("refund");
    expect(findReplies(replies, "订单")[0]?.id).toBe("return");
  });

  it("shows all before anything is typed and none when nothing fits", () => {
    expect(findReplies(replies, "")).toHaveLength(3);
    expect(findReplies(replies, "zzz")).toEqual([]);
  });
});

it("fills names, also ones that look like patterns", () => {
  const values = { customer: "$& 王", agent: "李想" };
  expect(fillVariables("{customer}，我是{agent}。{order}", values)).toBe(
    "$& 王，我是李想。{order}",
  );
});

it("puts a reply where the slash stood, with the caret behind it", () => {
  expect(replaceRange("好的 /hi 谢谢", { from: 3, to: 6 }, "你好")).toEqual({
    text: "好的 你好 谢谢",
    caret: 5,
  });
});
