/** Chooses the language, fills in texts, and writes times and sizes the way that language does. */
import type { Locale, LocalText } from "../protocol";
import { en } from "./en";
import { zhCN } from "./zh-CN";

export type MessageKey = keyof typeof zhCN;
const TEXTS: Record<Locale, Record<MessageKey, string>> = { "zh-CN": zhCN, en };

const DAY_MS = 86_400_000;

export class Translator {
  private readonly clock: Intl.DateTimeFormat;
  private readonly date: Intl.DateTimeFormat;
  private readonly relative: Intl.RelativeTimeFormat;

  constructor(readonly locale: Locale) {
    this.clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.date = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric" });
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  }

  text(key: MessageKey, params: Record<string, string | number> = {}): string {
    return TEXTS[this.locale][key].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
  }

  /** The text for a code of the server, or null when there is none. */
  coded(
    prefix: "error" | "notice" | "rating",
    code: string,
    params: Record<string, string> = {},
  ): string | null {
    const key = `${prefix}.${code}`;
    return isKey(key) ? this.text(key, params) : null;
  }

  error(code: string): string {
    const group: Record<string, string> = {
      token_expired: "unauthenticated",
      token_invalid: "unauthenticated",
      token_replayed: "unauthenticated",
      malformed: "invalid",
      internal: "unavailable",
    };
    return this.coded("error", group[code] ?? code) ?? this.text("error.unknown");
  }

  local(text: LocalText): string {
    return text[this.locale] || text["zh-CN"] || text.en || "";
  }

  time(at: number, now: number): string {
    const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY_MS);
    const clock = this.clock.format(at);
    if (days === 0) return clock;
    return `${days === -1 ? this.relative.format(-1, "day") : this.date.format(at)} ${clock}`;
  }

  size(bytes: number): string {
    if (bytes < 1000) return `${bytes} B`;
    const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
    return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
  }
}

/** The tag's wish, else the page's language, else the browser's. */
export function chooseLocale(wish: string | null, page: string, browser: readonly string[]): Locale {
  for (const tag of [wish ?? "", page, ...browser]) {
    if (/^zh\b/i.test(tag)) return "zh-CN";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}

function isKey(key: string): key is MessageKey {
  return key in zhCN;
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
