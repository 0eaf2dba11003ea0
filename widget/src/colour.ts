/**
 * From one brand colour to the few the widget needs, each readable where it is used.
 * Contrast is WCAG 2's ratio of relative luminance; text needs 4.5.
 */
export type Rgb = readonly [number, number, number];

const DEFAULT: Rgb = [0x2f, 0x6b, 0xff];
const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [0x10, 0x18, 0x28];
const TEXT_CONTRAST = 4.5;
/** Enough for icons and large text; below it a colour counts as light. */
const LARGE_CONTRAST = 3;
const TINT = 0.1;

/** What a theme puts text on. */
export interface Ground {
  surface: Rgb;
  /** Of the other side's bubbles. */
  fill: Rgb;
}

export interface BrandColours {
  /** The brand colour as a fill. */
  brand: string;
  /** Text and icons on that fill. */
  onBrand: string;
  /** The brand colour as text on the widget's own surface and in its bubbles. */
  accent: string;
  /** A breath of it over that surface, as a fill under `accent`. */
  tint: string;
}

export function brandColours(color: string, { surface, fill: bubble }: Ground): BrandColours {
  const brand = parseColour(color) ?? DEFAULT;
  const tint = mix(surface, brand, TINT);
  const { fill, text } = readablePair(brand);
  return {
    brand: css(fill),
    onBrand: css(text),
    accent: css(readableFrom(brand, tint, bubble)),
    tint: css(tint),
  };
}

export function parseColour(color: string): Rgb | null {
  const match = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color.trim());
  if (!match?.[1]) return null;
  const hex = match[1].length === 3 ? match[1].replace(/./g, "$&$&") : match[1];
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * White is what brand colours are meant for: where it nearly can be read the fill is darkened until it can. On
 * light colours it never would, and ink is used.
 */
export function readablePair(brand: Rgb): { fill: Rgb; text: Rgb } {
  if (contrast(brand, WHITE) < LARGE_CONTRAST) return { fill: brand, text: INK };
  return { fill: readableFrom(brand, WHITE), text: WHITE };
}

/** The nearest shade of the colour, towards white or ink, that can be read on all these surfaces of one theme. */
export function readableFrom(colour: Rgb, ...surfaces: [Rgb, ...Rgb[]]): Rgb {
  const goal = contrast(surfaces[0], WHITE) > contrast(surfaces[0], INK) ? WHITE : INK;
  for (let share = 0; share < 1; share += 0.02) {
    const shade = mix(colour, goal, share);
    if (surfaces.every((surface) => contrast(shade, surface) >= TEXT_CONTRAST)) return shade;
  }
  return goal;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const at = (index: 0 | 1 | 2) => Math.round(a[index] + (b[index] - a[index]) * share);
  return [at(0), at(1), at(2)];
}

function luminance(rgb: Rgb): number {
  const linear = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

function css(rgb: Rgb): string {
  return `rgb(${rgb.join(" ")})`;
}
