/** The `/` of the composer: finds what is being asked for at the caret and puts a reply there. Pure. */
import type { CannedReplyOut } from "@/api/types";
import { rankBy } from "@/palette/match";

export interface Slash {
  /** Where the `/` stands. */
  from: number;
  /** Where the caret stands. */
  to: number;
  query: string;
}

/** The `/word` that ends at the caret, at the start of the text or after a space. */
export function slashAt(text: string, caret: number): Slash | null {
  const before = text.slice(0, caret);
  const match = /(?:^|\s)[/／]([^\s/／]*)$/u.exec(before);
  if (!match) return null;
  const query = match[1] ?? "";
  return { from: caret - query.length - 1, to: caret, query };
}

const mostShown = 50;

/** A shortcut typed from its beginning comes first, then titles, then what the text says. */
export function findReplies(replies: CannedReplyOut[], query: string): CannedReplyOut[] {
  const wanted = query.toLowerCase();
  const byShortcut = replies.filter((reply) => reply.shortcut.toLowerCase().startsWith(wanted));
  const others = replies.filter((reply) => !byShortcut.includes(reply));
  const rest = rankBy(others, query, (reply) => [reply.shortcut, reply.title, reply.text]);
  return [...byShortcut, ...rest].slice(0, mostShown);
}

/** Fills `{customer}` and `{agent}`; other braces are left as they are. */
export function fillVariables(text: string, values: { customer: string; agent: string }): string {
  return text.replace(/\{(customer|agent)\}/g, (_, name: "customer" | "agent") => values[name]);
}

export function replaceRange(
  text: string,
  range: { from: number; to: number },
  insertion: string,
): { text: string; caret: number } {
  const next = text.slice(0, range.from) + insertion + text.slice(range.to);
  return { text: next, caret: range.from + insertion.length };
}
