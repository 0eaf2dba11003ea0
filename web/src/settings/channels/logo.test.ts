import { describe, expect, it } from "vitest";
import { isElsewhere, isShowable } from "./logo";

const own = "https://help.example.com";

describe("a channel's logo", () => {
  it("is shown here only when it lies here", () => {
    expect(isShowable("/logo.png", own)).toBe(true);
    expect(isShowable("https://help.example.com/logo.png", own)).toBe(true);
    expect(isShowable("https://cdn.example.net/logo.png", own)).toBe(false);
    expect(isShowable("javascript:alert(1)", own)).toBe(false);
    expect(isShowable(null, own)).toBe(false);
  });

  it("is elsewhere only with a whole address of another site", () => {
    expect(isElsewhere("https://cdn.example.net/logo.png", own)).toBe(true);
    expect(isElsewhere("https://", own)).toBe(false);
    expect(isElsewhere("/logo.png", own)).toBe(false);
    expect(isElsewhere(null, own)).toBe(false);
  });
});
