import { describe, expect, it } from "vitest";
import { expiryOf } from "./expiry";

describe("expiryOf", () => {
  it("ends with the last day", () => {
    const now = new Date(2026, 1, 20, 9, 30).getTime();
    expect(new Date(expiryOf(30, now) ?? 0)).toEqual(new Date(2026, 2, 22, 23, 59, 59));
  });

  it("never ends without a lifetime", () => {
    expect(expiryOf(null, 0)).toBeNull();
  });
});
