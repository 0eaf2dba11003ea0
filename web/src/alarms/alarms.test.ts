import { describe, expect, it } from "vitest";
import type { AlarmOut } from "@/api/types";
import { pageOf, reading } from "./reading";
import { isMuted, isWaiting } from "./useAlarms";

const alarm: AlarmOut = {
  id: "alm_1",
  kind: "disk_low",
  subject: "data",
  server: "one",
  severity: "warning",
  value: 4.26,
  threshold: 10,
  raised_at: 1,
  acknowledged_by: null,
  acknowledged_at: null,
  muted_until: null,
};

describe("alarms", () => {
  it("want somebody until one sees to them or has peace from them", () => {
    expect(isWaiting(alarm, 100)).toBe(true);
    expect(isWaiting({ ...alarm, acknowledged_at: 5 }, 100)).toBe(false);
    expect(isWaiting({ ...alarm, muted_until: 101 }, 100)).toBe(false);
    expect(isMuted({ ...alarm, muted_until: 100 }, 100)).toBe(false);
  });

  it("are told in round numbers and by names that people know", () => {
    const t = ((key: string) => `<${key}>`) as never;
    expect(reading(alarm, t, "en")).toEqual({
      value: "4.3",
      threshold: "10",
      subject: "<subject.data>",
    });
    expect(reading({ ...alarm, subject: "frames", value: 1234.5 }, t, "en").value).toBe("1,235");
  });

  it("lead to a page where there is one", () => {
    expect(pageOf(alarm)).toBeNull();
    expect(pageOf({ ...alarm, kind: "consumer_behind", subject: "numbers" })).toBe("/insight");
  });
});
