/** What is written but not sent, per conversation and kind, kept in this browser. */
import { useState } from "react";
import type { Id } from "@/api/types";

export type Mode = "reply" | "note";

const prefix = "yingda.draft.";
const keptFor = 30 * 86_400_000;

interface Stored {
  text: string;
  at: number;
}

function keyOf(conversationId: Id, mode: Mode): string {
  return `${prefix}${conversationId}.${mode}`;
}

export function readDraft(conversationId: Id, mode: Mode): string {
  return parse(localStorage.getItem(keyOf(conversationId, mode)))?.text ?? "";
}

export function writeDraft(conversationId: Id, mode: Mode, text: string): void {
  const key = keyOf(conversationId, mode);
  if (text === "") localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ text, at: Date.now() } satisfies Stored));
}

/** Forgotten drafts do not pile up for ever. */
export function sweepDrafts(now: number): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue;
    const stored = parse(localStorage.getItem(key));
    if (!stored || now - stored.at > keptFor) localStorage.removeItem(key);
  }
}

function parse(value: string | null): Stored | null {
  try {
    return value === null ? null : (JSON.parse(value) as Stored);
  } catch {
    return null;
  }
}

/** The draft of one kind; switching kinds shows the other's. */
export function useDraft(conversationId: Id, mode: Mode): [string, (text: string) => void] {
  const [drafts, setDrafts] = useState(() => ({
    reply: readDraft(conversationId, "reply"),
    note: readDraft(conversationId, "note"),
  }));
  const set = (text: string) => {
    writeDraft(conversationId, mode, text);
    setDrafts((now) => ({ ...now, [mode]: text }));
  };
  return [drafts[mode], set];
}
