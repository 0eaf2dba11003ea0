/** Asks the bot which entries are closest to a text; the same answer serves the picker and the try page. */
import { useQuery } from "@tanstack/react-query";
import { operationQuery } from "@/api/queries";
import type { Locale } from "@/api/types";
import { useBrandId } from "./queries";

export function useClosest(text: string, locale: Locale | null) {
  const brandId = useBrandId();
  return useQuery({
    ...operationQuery("faq_try", { body: { brand_id: brandId, text, locale } }),
    enabled: text !== "",
    staleTime: 0,
  });
}
