/** The inbox's lists, as queries. */
import { listQuery } from "@/api/queries";
import type { ListFilter } from "@/realtime/listing";

const pageSize = 100;

/** One list; live changes are worked into it by `realtime/patches`. */
export function conversationList(filter: ListFilter) {
  return {
    ...listQuery("conversation_list", { query: { ...filter, limit: pageSize } }),
    // Comparing thousands of rows field by field costs more than drawing the dozen in sight.
    structuralSharing: false,
  };
}
