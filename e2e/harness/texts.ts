/**
 * What the screens say, read from the catalogues that the product ships, so that a test names a text by its key and
 * survives a better wording. Placeholders that are not given match anything.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { en } from "../../widget/src/messages/en";
import { zhCN } from "../../widget/src/messages/zh-CN";

export type Locale = "zh-CN" | "en";
type Values = Record<string, string | number>;

const MESSAGES = join(import.meta.dirname, "../../web/src/messages");
const read = new Map<string, unknown>();

/** A text of the workspace: `settings:members.invite`. */
export function text(key: string, values: Values = {}, locale: Locale = "zh-CN"): RegExp {
  return pattern(lookup(key, locale), /\{\{(\w+)\}\}/g, values);
}

/** A text of the widget: `composer.send`. */
export function widgetText(key: keyof typeof zhCN, values: Values = {}, locale: Locale = "zh-CN"): RegExp {
  const texts: Record<keyof typeof zhCN, string> = locale === "en" ? en : zhCN;
  return pattern(texts[key], /\{(\w+)\}/g, values);
}

function lookup(key: string, locale: Locale): string {
  const [namespace = "", path = ""] = key.split(":");
  const file = join(MESSAGES, locale, `${namespace}.json`);
  if (!read.has(file)) read.set(file, JSON.parse(readFileSync(file, "utf8")));
  const catalogue = read.get(file);
  // A text that depends on a count has one form for each plural.
  const found = at(catalogue, path) ?? at(catalogue, `${path}_other`);
  if (typeof found !== "string") throw new Error(`the ${locale} catalogue has no text ${key}`);
  return found;
}

function at(catalogue: unknown, path: string): unknown {
  let found = catalogue;
  for (const part of path.split(".")) found = (found as Record<string, unknown> | undefined)?.[part];
  return found;
}

/** The whole text, with its placeholders filled in or open. */
function pattern(template: string, placeholder: RegExp, values: Values): RegExp {
  let source = "";
  let at = 0;
  for (const match of template.matchAll(placeholder)) {
    const value = values[match[1] ?? ""];
    source +=
      escaped(template.slice(at, match.index)) + (value === undefined ? ".+?" : escaped(String(value)));
    at = match.index + match[0].length;
  }
  return new RegExp(`^${source}${escaped(template.slice(at))}$`);
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
