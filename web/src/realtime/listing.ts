/**
 * The inbox lists under live change: which conversations belong to a view, in which order, and
 * how one change is worked into the pages already loaded. Pure functions.
 */
import type { InfiniteData } from "@tanstack/react-query";
import type {
  ConversationHandler,
  ConversationOut,
  ConversationStatus,
  Id,
  Page,
} from "@/api/types";

export interface ListFilter {
  view: "mine" | "queue" | "all";
  status?: ConversationStatus;
  handler?: ConversationHandler;
  queue_id?: Id;
  q?: string;
}

export type ConversationPages = InfiniteData<Page<ConversationOut>>;

export function belongs(conversation: ConversationOut, filter: ListFilter, me: Id): boolean {
  if (filter.status && conversation.status !== filter.status) return false;
  if (filter.handler && conversation.handler !== filter.handler) return false;
  if (filter.queue_id && conversation.queue_id !== filter.queue_id) return false;
  if (filter.view === "mine") return conversation.member?.id === me;
  if (filter.view === "queue") return conversation.handler === "queue";
  return true;
}

/** The queue is first come, first served; elsewhere the latest word is on top. */
function rank(conversation: ConversationOut, view: ListFilter["view"]): number {
  if (view === "queue") return conversation.queued_at ?? conversation.opened_at;
  return -conversation.last_message_at;
}

export function compare(a: ConversationOut, b: ConversationOut, view: ListFilter["view"]): number {
  return rank(a, view) - rank(b, view) || (a.id < b.id ? 1 : -1);
}

/** All rows of the loaded pages, each once. */
export function rowsOf(data: ConversationPages | undefined): ConversationOut[] {
  const seen = new Set<Id>();
  return (data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((row) => !seen.has(row.id) && seen.add(row.id));
}

/** Works changed conversations into a list. The same value when nothing in it changes. */
export function applyChanges(
  data: ConversationPages,
  changes: ConversationOut[],
  filter: ListFilter,
  me: Id,
): ConversationPages {
  let pages = data.pages;
  for (const change of changes) pages = applyChange(pages, change, filter, me);
  return pages === data.pages ? data : { ...data, pages };
}

/** Takes conversations out of a list. The same value when none of them is in it. */
export function removeRows(data: ConversationPages, ids: Id[]): ConversationPages {
  let pages = data.pages;
  for (const id of ids) if (find(pages, id)) pages = without(pages, id);
  return pages === data.pages ? data : { ...data, pages };
}

function applyChange(
  pages: Page<ConversationOut>[],
  change: ConversationOut,
  filter: ListFilter,
  me: Id,
): Page<ConversationOut>[] {
  const known = find(pages, change.id);
  if (known && known.version > change.version) return pages;
  const wanted = belongs(change, filter, me);
  if (!known && (!wanted || filter.q)) return pages;
  if (known && wanted && rank(known, filter.view) === rank(change, filter.view)) {
    return mapRow(pages, change);
  }
  const rest = known ? without(pages, change.id) : pages;
  return wanted ? insert(rest, change, filter.view) : rest;
}

function find(pages: Page<ConversationOut>[], id: Id): ConversationOut | undefined {
  for (const page of pages) {
    const row = page.items.find((item) => item.id === id);
    if (row) return row;
  }
  return undefined;
}

function mapRow(pages: Page<ConversationOut>[], row: ConversationOut): Page<ConversationOut>[] {
  return pages.map((page) =>
    page.items.some((item) => item.id === row.id)
      ? { ...page, items: page.items.map((item) => (item.id === row.id ? row : item)) }
      : page,
  );
}

function without(pages: Page<ConversationOut>[], id: Id): Page<ConversationOut>[] {
  return pages.map((page) =>
    page.items.some((item) => item.id === id)
      ? { ...page, items: page.items.filter((item) => item.id !== id) }
      : page,
  );
}

/** Before the first row that comes later; past the end only when the end is loaded. */
function insert(
  pages: Page<ConversationOut>[],
  row: ConversationOut,
  view: ListFilter["view"],
): Page<ConversationOut>[] {
  for (const [number, page] of pages.entries()) {
    const at = page.items.findIndex((item) => compare(row, item, view) < 0);
    if (at >= 0) return pages.with(number, { ...page, items: page.items.toSpliced(at, 0, row) });
  }
  const last = pages.at(-1);
  if (!last || last.next !== null) return pages;
  return pages.with(-1, { ...last, items: [...last.items, row] });
}
