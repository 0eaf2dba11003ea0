/** Whether a page is too narrow for everything a table could show: what matters less steps back. */
import { useMedia } from "@/design/appearance";

/** The width at which the columns that say `responsive: ["lg"]` go as well. */
export function useNarrow(): boolean {
  return useMedia("(max-width: 991px)");
}
