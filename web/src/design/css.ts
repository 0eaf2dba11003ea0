/** CSS variables made from the tokens: `--color-…`, `--text-…`, `--radius-…`, and so on. */
import { dark, fontFamily, fontFamilyMono, light, motion, type Palette, size } from "./tokens";

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function colourVariables(palette: Palette): string {
  return Object.entries(palette)
    .flatMap(([name, value]) =>
      typeof value === "string"
        ? [`--color-${kebab(name)}:${value}`]
        : Object.entries(value).map(([part, colour]) => `--color-${kebab(name)}-${part}:${colour}`),
    )
    .join(";");
}

function sizeVariables(): string {
  return [
    ...Object.entries(size.text).map(([name, pixels]) => `--text-${name}:${pixels}px`),
    ...Object.entries(size.radius).map(([name, pixels]) => `--radius-${name}:${pixels}px`),
    `--rail-width:${size.rail}px`,
    `--list-width:${size.list}px`,
    `--context-width:${size.context}px`,
    `--row-height:${size.row}px`,
    `--measure:${size.measure}px`,
    `--motion-fast:${motion.fast} ${motion.curve}`,
    `--motion-slow:${motion.slow} ${motion.curve}`,
    `--font:${fontFamily}`,
    `--font-mono:${fontFamilyMono}`,
  ].join(";");
}

export function stylesheet(): string {
  return [
    `:root{color-scheme:light;${sizeVariables()};${colourVariables(light)}}`,
    `:root[data-theme="dark"]{color-scheme:dark;${colourVariables(dark)}}`,
  ].join("\n");
}

/** Puts the variables into the document once, before the first render. */
export function installTokens(): void {
  const element = document.createElement("style");
  element.textContent = stylesheet();
  document.head.prepend(element);
}
