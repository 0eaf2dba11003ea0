/** Carries a question from another page into the editor of a new entry, in the address so that a reload keeps it. */
import type { Locale } from "@/api/types";

interface Prefill {
  question: string;
  language?: Locale | undefined;
  unanswered?: string | undefined;
}

const names = ["question", "language", "unanswered"] as const;

export function withPrefill(parameters: URLSearchParams, prefill: Prefill): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const name of names) {
    const value = prefill[name];
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

export function withoutPrefill(parameters: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const name of names) next.delete(name);
  return next;
}
