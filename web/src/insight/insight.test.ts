import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { axisFor } from "./axis";
import { comparedName, dayName, share, shifted, span } from "./format";

const t = ((key: string, values: Record<string, unknown> = {}) =>
  `${key} ${Object.values(values).join(" ")}`.trim()) as unknown as TFunction<"insight">;

describe("axisFor", () => {
  it("holds the largest in whole even steps, with few lines", () => {
    for (const largest of [0, 1, 3, 4, 5, 9, 17, 99, 100, 101, 12_345]) {
      const { top, ticks } = axisFor(largest);
      expect(top).toBeGreaterThanOrEqual(Math.max(largest, 1));
      expect(ticks.at(0)).toBe(top);
      expect(ticks.at(-1)).toBe(0);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }
  });
});

describe("numbers", () => {
  it("has no share of nothing", () => {
    expect(share(0, 0, "en")).toBeNull();
    expect(share(1, 3, "en")).toBe("33%");
  });

  it("tells spans to the second below an hour", () => {
    expect(span(42_400, t)).toBe("span.seconds 42");
    expect(span(95_000, t)).toBe("span.minutesSeconds 1 35");
    expect(span(120_000, t)).toBe("span.minutes 2");
    expect(span(7_500_000, t)).toBe("span.hoursMinutes 2 5");
  });
});

describe("days", () => {
  it("are calendar days wherever the reader is", () => {
    expect(dayName("2026-07-01", "en")).toBe("Wed, Jul 1");
    expect(shifted("2026-03-01", -1)).toBe("2026-02-28");
    expect(shifted("2026-12-31", 1)).toBe("2027-01-01");
  });

  it("name the earlier day by how far it lies back", () => {
    const name = (earlier: string, today: boolean) =>
      comparedName("2026-07-01", earlier, today, "en", t);
    expect(name("2026-06-24", true)).toBe("figure.lastWeek Wed");
    expect(name("2026-06-30", true)).toBe("figure.yesterday");
    expect(name("2026-06-30", false)).toBe("figure.dayBefore");
  });
});
