import { describe, expect, it } from "vitest";
import { fitness, rankBy } from "./match";

describe("fitness", () => {
  it("prefers beginnings, then beginnings of words, then the middle, then scattered letters", () => {
    const order = ["go to inbox", "to go", "ergo", "a great one"].map((text) =>
      fitness("go", text),
    );
    expect(order).toEqual(order.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    expect(new Set(order).size).toBe(4);
  });

  it("refuses what lacks a letter", () => {
    expect(fitness("xyz", "inbox")).toBeNull();
    expect(fitness("退货", "货物退回")).toBeNull();
  });
});

it("ranks and keeps the given order among equals", () => {
  expect(rankBy(["转接", "交还", "转给同事"], "转", (text) => [text])).toEqual([
    "转接",
    "转给同事",
  ]);
});
