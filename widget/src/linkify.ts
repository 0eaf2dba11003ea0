/**
 * Splits a text into plain parts and links. Only http, https and mailto ever become links; everything stays
 * text until the view makes elements of it, so that no message can bring markup of its own.
 */
export type TextPart = { text: string; href: string | null };

// Addresses are ASCII: in Chinese text the next sentence often follows without a space.
const CANDIDATE = /\b(?:https?:\/\/|mailto:)[!-~]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi;
const TRAILING = /[.,;:!?'"<>*\]]+$/;

export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = trim(match[0]);
    const href = addressOf(shown);
    if (href === null) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** A sentence's own punctuation does not belong to the address, nor does a bracket it did not open. */
function trim(candidate: string): string {
  let shown = candidate.replace(TRAILING, "");
  while (shown.endsWith(")") && count(shown, ")") > count(shown, "(")) {
    shown = shown.slice(0, -1).replace(TRAILING, "");
  }
  return shown;
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

function addressOf(shown: string): string | null {
  try {
    const url = new URL(/^(https?|mailto):/i.test(shown) ? shown : `mailto:${shown}`);
    if (url.protocol === "mailto:") return url.href;
    return (url.protocol === "http:" || url.protocol === "https:") && url.hostname ? url.href : null;
  } catch {
    return null;
  }
}
