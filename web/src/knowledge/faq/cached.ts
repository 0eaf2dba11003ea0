/** Shows a change in the lists at once, before the server has confirmed it; a later read puts right what failed. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { FaqOut, Page } from "@/api/types";

type Pages = InfiniteData<Page<FaqOut>>;

export function patchListed(cache: QueryClient, rows: FaqOut[], change: Partial<FaqOut>): void {
  const ids = new Set(rows.map((row) => row.id));
  const patch = (faq: FaqOut) => (ids.has(faq.id) ? { ...faq, ...change } : faq);
  cache.setQueriesData<Pages>(
    { queryKey: ["faq_list", "pages"] },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({ ...page, items: page.items.map(patch) })),
      },
  );
}
