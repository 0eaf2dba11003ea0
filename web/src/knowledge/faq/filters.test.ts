import { describe, expect, it } from "vitest";
import { isFiltered, readFilters, writeFilters } from "./filters";

describe("readFilters", () => {
  it("reads every filter", () => {
    expect(
      readFilters(new URLSearchParams("q=%E9%80%80&category=a%20b&locale=en&enabled=false")),
    ).toEqual({
      q: "退",
      category: "a b",
      locale: "en",
      enabled: false,
    });
  });

  it("ignores what it does not know", () => {
    const filters = readFilters(new URLSearchParams("locale=fr&enabled=maybe&page=3"));
    expect(isFiltered(filters)).toBe(false);
  });
});

describe("writeFilters", () => {
  it("sets, clears and leaves the rest", () => {
    const before = new URLSearchParams("q=a&category=b&tab=x");
    expect(writeFilters(before, { q: "", enabled: false, category: null }).toString()).toBe(
      "tab=x&enabled=false",
    );
  });

  it("round-trips", () => {
    const filters = { q: "退货", category: "售后 & 退换", locale: "zh-CN", enabled: true } as const;
    expect(readFilters(writeFilters(new URLSearchParams(), filters))).toEqual(filters);
  });
});
