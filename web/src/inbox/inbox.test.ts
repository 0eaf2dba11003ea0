import { describe, expect, it } from "vitest";
import { moved } from "./useListCursor";
import { readFilter } from "./useListFilter";
import { urgency } from "./waits";

describe("readFilter", () => {
  const read = (search: string) => readFilter(new URLSearchParams(search));

  it("shows my open conversations unless told otherwise", () => {
    expect(read("")).toMatchObject({ view: "mine", status: "open" });
  });

  it("reads what it knows and ignores what it does not", () => {
    expect(read("view=all&status=resolved&handler=bot&q=耳机")).toMatchObject({
      view: "all",
      status: "resolved",
      handler: "bot",
      q: "耳机",
    });
    expect(read("view=everything&status=lost")).toMatchObject({ view: "mine", status: "open" });
  });

  it("filters by handler only where there is a choice", () => {
    expect(read("view=mine&handler=bot").handler).toBeUndefined();
    expect(read("view=queue&status=resolved").status).toBe("open");
  });
});

describe("moved", () => {
  it("starts at the top and stops at both ends", () => {
    expect(moved(-1, -1, 1, 5)).toBe(0);
    expect(moved(4, 4, 1, 5)).toBe(4);
    expect(moved(0, 0, -1, 5)).toBe(0);
    expect(moved(-1, -1, 1, 0)).toBe(-1);
  });

  it("goes on from the place of a conversation that has left the list", () => {
    expect(moved(-1, 2, 1, 5)).toBe(2);
    expect(moved(-1, 2, -1, 5)).toBe(1);
    expect(moved(-1, 4, 1, 4)).toBe(3);
  });
});

it("grows more urgent with waiting", () => {
  expect([0, 119_999, 120_000, 300_000].map(urgency)).toEqual([
    "calm",
    "calm",
    "attention",
    "danger",
  ]);
});
