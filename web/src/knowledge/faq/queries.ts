/** What the FAQ pages ask the server, by the section's own words. No state of its own. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { OperationId } from "@/api/operations";
import { listQuery, operationQuery } from "@/api/queries";
import type { Id } from "@/api/types";
import { useSession } from "@/session/session";
import type { FaqFilters } from "./filters";

const pageSize = 100;

/** Everything that may look different after an entry was written. */
export const touchedByFaq: OperationId[] = [
  "faq_list",
  "faq_lookup",
  "faq_categories",
  "faq_try",
  "unanswered_list",
];

export function useFaqList(filters: FaqFilters) {
  return useInfiniteQuery({
    ...listQuery("faq_list", {
      query: {
        q: filters.q || undefined,
        category: filters.category ?? undefined,
        locale: filters.locale ?? undefined,
        enabled: filters.enabled ?? undefined,
        limit: pageSize,
      },
    }),
    placeholderData: (previous) => previous,
  });
}

export function useCategories() {
  return useQuery(operationQuery("faq_categories"));
}

export function useRefreshFaq() {
  const cache = useQueryClient();
  return useCallback(
    () => Promise.all(touchedByFaq.map((name) => cache.invalidateQueries({ queryKey: [name] }))),
    [cache],
  );
}

/** The brand whose knowledge is written; a company starts with one. */
export function useBrandId(): Id {
  return useSession().brands[0]?.id ?? "";
}
