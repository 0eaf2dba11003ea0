import { describe, expect, it } from "vitest";
import { contrastWithWhite, isColour, textOn } from "./colour";

describe("textOn", () => {
  it("is white on dark and ink on light colours", () => {
    expect(textOn("#000000")).toBe("white");
    expect(textOn("#2F6BFF")).toBe("white");
    expect(textOn("#FFD400")).toBe("ink");
    expect(textOn("#ffffff")).toBe("ink");
  });
});

describe("contrastWithWhite", () => {
  it("spans 1 to 21", () => {
    expect(contrastWithWhite("#ffffff")).toBeCloseTo(1);
    expect(contrastWithWhite("#000000")).toBeCloseTo(21);
  });
});

describe("isColour", () => {
  it("takes six digits only", () => {
    expect(isColour("#2F6BFF")).toBe(true);
    expect(isColour("#2F6")).toBe(false);
    expect(isColour("red")).toBe(false);
  });
});
