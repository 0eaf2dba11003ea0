/** The script tag that brought the widget in: what it asks for, and which server it came from. */
import type { Theme } from "./view/app";

export interface EmbedOptions {
  /** Without a slash at its end. */
  server: string;
  channelKey: string;
  locale: string | null;
  theme: Theme;
}

const CHANNEL_KEY = /^wk_/;

/**
 * An async script is no longer `document.currentScript` once anything was awaited, and never is for a module;
 * the tag is then looked up by what only it carries.
 */
export function findTag(page: Document): HTMLScriptElement | null {
  const current = page.currentScript;
  if (current instanceof HTMLScriptElement && current.dataset.channel) return current;
  const tags = [...page.querySelectorAll<HTMLScriptElement>("script[data-channel][src]")];
  return tags.filter((tag) => CHANNEL_KEY.test(tag.dataset.channel ?? "")).pop() ?? null;
}

export function readTag(tag: HTMLScriptElement): EmbedOptions | null {
  const channelKey = tag.dataset.channel ?? "";
  if (!CHANNEL_KEY.test(channelKey)) return null;
  const theme = tag.dataset.theme;
  return {
    server: new URL(".", new URL(tag.src, document.baseURI)).href.replace(/\/$/, ""),
    channelKey,
    locale: tag.dataset.locale || null,
    theme: theme === "light" || theme === "dark" ? theme : "auto",
  };
}
