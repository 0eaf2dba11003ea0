import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem";
import { runBulk } from "./bulk";

describe("runBulk", () => {
  it("goes on after a failure and reports both", async () => {
    const rows = Array.from({ length: 10 }, (_, index) => index);
    const result = await runBulk(rows, async (row) => {
      if (row === 3) throw new Problem({ code: "stale_version", status: 409 });
      return row;
    });
    expect(result.done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
    expect(result.failed.map((problem) => problem.code)).toEqual(["stale_version"]);
  });

  it("never has more than four under way", async () => {
    let underWay = 0;
    let most = 0;
    await runBulk(Array.from({ length: 20 }), async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
    });
    expect(most).toBe(4);
  });

  it("does nothing without rows", async () => {
    expect(await runBulk([], async () => 1)).toEqual({ done: [], failed: [] });
  });
});
