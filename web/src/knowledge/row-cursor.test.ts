import { describe, expect, it } from "vitest";
import { moveCursor } from "./row-cursor";

describe("moveCursor", () => {
  const ids = ["a", "b", "c"];

  it("starts at the first row", () => {
    expect(moveCursor(ids, null, 1)).toBe("a");
    expect(moveCursor(ids, "gone", -1)).toBe("a");
  });

  it("stops at both ends", () => {
    expect(moveCursor(ids, "c", 1)).toBe("c");
    expect(moveCursor(ids, "a", -1)).toBe("a");
    expect(moveCursor(ids, "a", 1)).toBe("b");
  });

  it("has nowhere to go in an empty list", () => {
    expect(moveCursor([], null, 1)).toBeNull();
  });
});
