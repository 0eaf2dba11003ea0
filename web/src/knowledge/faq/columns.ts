/** Which columns of the FAQ list are shown; the choice is kept in this browser. */
import { useMemo, useSyncExternalStore } from "react";
import { useMedia } from "@/design/appearance";

export const optionalColumns = ["similar", "category", "locale", "hits", "updated"] as const;
export type OptionalColumn = (typeof optionalColumns)[number];

const storageKey = "yingda.knowledge.columns";
const listeners = new Set<() => void>();
let current: readonly OptionalColumn[] | null = null;

/** Reads a stored choice; anything unreadable means all columns. */
export function parseColumns(stored: string | null): readonly OptionalColumn[] {
  if (stored === null) return optionalColumns;
  const names = new Set(stored.split(","));
  return optionalColumns.filter((column) => names.has(column));
}

function read(): readonly OptionalColumn[] {
  current ??= parseColumns(localStorage.getItem(storageKey));
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function chooseColumns(columns: readonly OptionalColumn[]): void {
  current = optionalColumns.filter((column) => columns.includes(column));
  localStorage.setItem(storageKey, current.join(","));
  for (const listener of listeners) listener();
}

export function useColumns(): readonly OptionalColumn[] {
  return useSyncExternalStore(subscribe, read);
}

/** Of the chosen columns those that fit beside the question on this screen. */
export function useFittingColumns(): readonly OptionalColumn[] {
  const chosen = useColumns();
  const narrow = useMedia("(max-width: 899px)");
  const single = useMedia("(max-width: 599px)");
  return useMemo(() => {
    if (single) return [];
    return narrow ? chosen.filter((name) => name === "category" || name === "hits") : chosen;
  }, [chosen, narrow, single]);
}
