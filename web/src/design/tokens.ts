/**
 * The one place where type, space, colour and motion are decided. `css.ts` turns it into CSS
 * variables, `antd.ts` into Ant Design's theme. No component writes a colour of its own.
 */

export const fontFamily =
  'Inter, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif';

export const fontFamilyMono = 'ui-monospace, "SF Mono", Consolas, "Noto Sans Mono", monospace';

export const size = {
  text: { caption: 12, small: 13, body: 14, title: 16, heading: 20, display: 28 },
  radius: { control: 6, card: 10, bubble: 14 },
  rail: 56,
  list: 320,
  context: 360,
  row: 64,
  measure: 720,
} as const;

export const breakpoint = { drawer: 1100, single: 768 } as const;

export const motion = {
  fast: "120ms",
  slow: "180ms",
  curve: "cubic-bezier(0.2, 0, 0, 1)",
} as const;

interface Meaning {
  text: string;
  border: string;
  fill: string;
}

export interface Palette {
  canvas: string;
  surface: string;
  raised: string;
  sunken: string;
  hover: string;
  selected: string;
  border: string;
  borderStrong: string;
  text: string;
  textSecondary: string;
  textTertiary: string;
  accent: string;
  accentHover: string;
  onAccent: string;
  accentText: string;
  accentFill: string;
  bubbleCustomer: string;
  bubbleAgent: string;
  note: Meaning;
  good: Meaning;
  attention: Meaning;
  danger: Meaning;
  information: Meaning;
  online: string;
  away: string;
  /** The stars that customers gave. */
  rating: string;
  /** Grounds and letters of avatars, chosen by name; they carry no meaning. */
  avatars: Record<"a" | "b" | "c" | "d" | "e", string>;
  avatarText: Record<"a" | "b" | "c" | "d" | "e", string>;
  mask: string;
  shadow: string;
}

export const light: Palette = {
  canvas: "#f4f5f8",
  surface: "#ffffff",
  raised: "#ffffff",
  sunken: "#f7f8fa",
  hover: "#f2f4f8",
  selected: "#eaf0ff",
  border: "#e6e9ef",
  borderStrong: "#cfd5df",
  text: "#1a2130",
  textSecondary: "#535d6e",
  textTertiary: "#626b7c",
  accent: "#2d69fe",
  accentHover: "#1f5bf0",
  onAccent: "#ffffff",
  accentText: "#1d55e0",
  accentFill: "#eaf0ff",
  bubbleCustomer: "#f1f3f7",
  bubbleAgent: "#e6eeff",
  note: { text: "#7a4b00", border: "#f0d48a", fill: "#fff8e1" },
  good: { text: "#12703c", border: "#a9dcbd", fill: "#e8f7ee" },
  attention: { text: "#8f5200", border: "#f2cf8c", fill: "#fff4dc" },
  danger: { text: "#b42318", border: "#f3b9b3", fill: "#fdeceb" },
  information: { text: "#1d55e0", border: "#b9ccff", fill: "#eaf0ff" },
  online: "#1f9d57",
  away: "#c98310",
  rating: "#e09a0c",
  avatars: { a: "#e3eafc", b: "#e0f1ea", c: "#fbeede", d: "#f0e7fa", e: "#fae6ea" },
  avatarText: { a: "#2f55b8", b: "#1c6b4b", c: "#8a5312", d: "#6b3fa0", e: "#a03450" },
  mask: "rgb(20 28 46 / 32%)",
  shadow: "0 8px 28px rgb(20 30 55 / 14%), 0 1px 3px rgb(20 30 55 / 8%)",
};

export const dark: Palette = {
  canvas: "#0d1015",
  surface: "#14181f",
  raised: "#1b2029",
  sunken: "#10141a",
  hover: "#1b212b",
  selected: "#1c2a48",
  border: "#252c37",
  borderStrong: "#3a4452",
  text: "#e6e9ef",
  textSecondary: "#a7b0bf",
  textTertiary: "#8f99a9",
  accent: "#2d69fe",
  accentHover: "#4279ff",
  onAccent: "#ffffff",
  accentText: "#8fb0ff",
  accentFill: "#1a2745",
  bubbleCustomer: "#1f252f",
  bubbleAgent: "#1e2f57",
  note: { text: "#f0cd7a", border: "#5c4a1c", fill: "#2a2412" },
  good: { text: "#6fd39a", border: "#23523a", fill: "#12271c" },
  attention: { text: "#f2bd62", border: "#5c4419", fill: "#2b2110" },
  danger: { text: "#ff9a92", border: "#6b2a26", fill: "#331715" },
  information: { text: "#8fb0ff", border: "#2c427a", fill: "#1a2745" },
  online: "#3fc47d",
  away: "#e0a33c",
  rating: "#f0b540",
  avatars: { a: "#22305a", b: "#16372c", c: "#3c2c18", d: "#342550", e: "#41222b" },
  avatarText: { a: "#a9c0ff", b: "#85d6b2", c: "#efc58b", d: "#cdb0f5", e: "#f3aabb" },
  mask: "rgb(0 0 0 / 50%)",
  shadow: "0 10px 32px rgb(0 0 0 / 52%), 0 1px 3px rgb(0 0 0 / 40%)",
};
