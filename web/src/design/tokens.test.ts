import { describe, expect, it } from "vitest";
import { dark, light, type Palette } from "./tokens";

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dim = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
}

function pairs(colours: Palette): [string, string, string][] {
  const { avatars, avatarText } = colours;
  const grounds = {
    canvas: colours.canvas,
    surface: colours.surface,
    hover: colours.hover,
    selected: colours.selected,
  };
  const texts = {
    text: colours.text,
    secondary: colours.textSecondary,
    tertiary: colours.textTertiary,
    accent: colours.accentText,
  };
  return [
    ...Object.entries(texts).flatMap(([name, text]) =>
      Object.entries(grounds).map(([ground, fill]): [string, string, string] => [
        `${name} on ${ground}`,
        text,
        fill,
      ]),
    ),
    ...(["good", "attention", "danger", "information", "note"] as const).flatMap(
      (name): [string, string, string][] => [
        [`${name} on its fill`, colours[name].text, colours[name].fill],
        [`${name} on surface`, colours[name].text, colours.surface],
        [`${name} on selected`, colours[name].text, colours.selected],
      ],
    ),
    ["on accent", colours.onAccent, colours.accent],
    ["text on the customer's bubble", colours.text, colours.bubbleCustomer],
    ["text on the agent's bubble", colours.text, colours.bubbleAgent],
    ["links on the agent's bubble", colours.accentText, colours.bubbleAgent],
    ...(["a", "b", "c", "d", "e"] as const).map((key): [string, string, string] => [
      `avatar ${key}`,
      avatarText[key],
      avatars[key],
    ]),
  ];
}

describe.each([
  ["light", light],
  ["dark", dark],
] as const)("%s", (_, colours) => {
  it.each(pairs(colours))("%s can be read", (_name, text, fill) => {
    expect(contrast(text, fill)).toBeGreaterThanOrEqual(4.5);
  });
});
