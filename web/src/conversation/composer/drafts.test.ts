import { describe, expect, it } from "vitest";
import { readDraft, sweepDrafts, writeDraft } from "./drafts";

describe("drafts", () => {
  it("keeps replies and notes of each conversation apart", () => {
    writeDraft("cnv_1", "reply", "在写");
    writeDraft("cnv_1", "note", "给同事");
    expect(readDraft("cnv_1", "reply")).toBe("在写");
    expect(readDraft("cnv_1", "note")).toBe("给同事");
    expect(readDraft("cnv_2", "reply")).toBe("");
  });

  it("leaves nothing behind once sent", () => {
    writeDraft("cnv_1", "reply", "在写");
    writeDraft("cnv_1", "reply", "");
    expect(localStorage.length).toBe(0);
  });

  it("forgets drafts after a month, and nothing else", () => {
    localStorage.setItem("other", "x");
    writeDraft("cnv_1", "reply", "旧");
    sweepDrafts(Date.now() + 31 * 86_400_000);
    expect(readDraft("cnv_1", "reply")).toBe("");
    expect(localStorage.getItem("other")).toBe("x");
  });
});
