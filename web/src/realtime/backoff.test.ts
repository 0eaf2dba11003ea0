import { expect, it } from "vitest";
import { backoff } from "./backoff";

it("doubles from half a second to half a minute and never leaves those bounds", () => {
  expect(backoff(0, 0.999)).toBeLessThanOrEqual(500);
  expect(backoff(0, 0)).toBe(250);
  expect(backoff(3, 1)).toBe(4000);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    for (const random of [0, 0.5, 0.9999]) {
      const wait = backoff(attempt, random);
      expect(wait).toBeGreaterThanOrEqual(250);
      expect(wait).toBeLessThanOrEqual(30_000);
    }
  }
});
