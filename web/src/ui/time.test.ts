import { describe, expect, it } from "vitest";
import { clock, duration, relative } from "./time";

const t = ((key: string, values: Record<string, unknown> = {}) =>
  `${key} ${Object.values(values).join(" ")}`.trim()) as never;
const now = new Date(2026, 10, 20, 12).getTime();

describe("time", () => {
  it("reads durations in the unit that matters", () => {
    expect(duration(59_000, t)).toBe("time.seconds 59");
    expect(duration(61_000, t)).toBe("time.minutes 1");
    expect(duration(3_600_000 * 2 + 60_000 * 5, t)).toBe("time.hoursMinutes 2 5");
    expect(duration(3_600_000 * 12 + 60_000 * 5, t)).toBe("time.hours 12");
    expect(duration(86_400_000 * 3, t)).toBe("time.days 3");
    expect(duration(-5000, t)).toBe("time.seconds 0");
  });

  it("is relative within a day and a date beyond", () => {
    expect(relative(now - 1000, now, "en", t)).toBe("time.now");
    expect(relative(now - 120_000, now, "en", t)).toContain("time.ago");
    expect(relative(now - 2 * 86_400_000, now, "en", t)).toBe("Nov 18");
    expect(relative(now - 2 * 86_400_000, now, "zh-CN", t)).toBe("11月18日");
  });

  it("has no 24 o'clock", () => {
    expect(clock(new Date(2026, 10, 20, 0, 5).getTime(), "en")).toBe("00:05");
  });
});
