import { describe, expect, it } from "vitest";
import { fileFault, logoLimits } from "./logo";

describe("a channel's logo", () => {
  it("is a small picture", () => {
    expect(fileFault({ type: "image/png", size: logoLimits.bytes })).toBeNull();
    expect(fileFault({ type: "image/png", size: logoLimits.bytes + 1 })).toBe("size");
    expect(fileFault({ type: "image/svg+xml", size: 10 })).toBe("type");
    expect(fileFault({ type: "", size: 10 })).toBe("type");
  });
});
