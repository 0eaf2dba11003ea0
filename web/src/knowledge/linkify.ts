/**
 * Splits a text into plain parts and links by the widget's rules: only http, https and mailto addresses, in ASCII, without
 * the sentence's own punctuation. Nothing else ever becomes markup.
 */
export interface TextPart {
  text: string;
  href: string | null;
}

const candidate = /\b(?:https?:\/\/|mailto:)[!-~]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/giu;
const trailing = /[.,;:!?'"<>*\])]+$/u;

export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(candidate)) {
    const shown = match[0].replace(trailing, "");
    const href = addressOf(shown);
    if (href === null) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

function addressOf(shown: string): string | null {
  const address = /^(?:https?|mailto):/iu.test(shown) ? shown : `mailto:${shown}`;
  return URL.canParse(address) ? new URL(address).href : null;
}
