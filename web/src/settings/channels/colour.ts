/** Whether text can be read on a colour, by WCAG 2's contrast ratio; the widget chooses its text colour by the same rule. */

const white = 1;
/** Relative luminance of the widget's ink, #101828. */
const ink = luminance("#101828");
export const readable = 4.5;

export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/iu.test(text);
}

export function contrastWithWhite(colour: string): number {
  return ratio(luminance(colour), white);
}

/** White where it can be read, since brand colours are meant for it; ink where that reads better. */
export function textOn(colour: string): "white" | "ink" {
  const own = luminance(colour);
  const onWhite = ratio(own, white);
  return onWhite >= readable || onWhite >= ratio(own, ink) ? "white" : "ink";
}

/** The fill that the widget makes of a colour: where white can nearly be read on it, darkened until it can. */
export function fillOf(colour: string): string {
  let fill = colour;
  while (textOn(colour) === "white" && contrastWithWhite(fill) < readable) fill = darker(fill);
  return fill;
}

function darker(colour: string): string {
  const value = Number.parseInt(colour.slice(1), 16);
  const channels = [value >> 16, (value >> 8) & 255, value & 255];
  const hex = channels.map((channel) =>
    Math.floor(channel * 0.98)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${hex.join("")}`;
}

function ratio(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  const [red = 0, green = 0, blue = 0] = [value >> 16, (value >> 8) & 255, value & 255].map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
