import { describe, expect, it } from "vitest";
import { brandColours, contrast, parseColour, type Rgb, readableFrom, readablePair } from "../src/colour";

const WHITE: Rgb = [255, 255, 255];
const GROUNDS: [Rgb, Rgb][] = [
  [WHITE, [242, 244, 247]],
  [
    [23, 26, 32],
    [38, 43, 52],
  ],
];
const BRANDS = [
  "#2F6BFF",
  "#FFD400",
  "#000000",
  "#ffffff",
  "#07C160",
  "#FF4D4F",
  "#888",
  "#00ffff",
  "#1a0033",
];

describe("brand colours", () => {
  it("reads short and long notation and nothing else", () => {
    expect(parseColour("#0af")).toEqual([0, 0xaa, 0xff]);
    expect(parseColour("2F6BFF")).toEqual([0x2f, 0x6b, 0xff]);
    for (const text of ["", "red", "#12", "#12345g", "url(x)"]) expect(parseColour(text)).toBeNull();
  });

  it("writes readable text on every brand colour", () => {
    for (const brand of BRANDS) {
      const { fill, text } = readablePair(parseColour(brand) ?? WHITE);
      expect(contrast(fill, text), brand).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("finds a shade of every brand colour that can be read on all surfaces of a theme", () => {
    for (const brand of BRANDS) {
      for (const ground of GROUNDS) {
        const shade = readableFrom(parseColour(brand) ?? WHITE, ...ground);
        for (const surface of ground) expect(contrast(shade, surface), brand).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("falls back to the default when the setting is no colour", () => {
    const ground = { surface: WHITE, fill: WHITE };
    expect(brandColours("nonsense", ground)).toEqual(brandColours("#2F6BFF", ground));
  });
});
