/**
 * The FAQ list's filters as they stand in the address bar, so that a view can be shared and the back button works.
 * Unknown values are ignored rather than refused: an old link still opens the list.
 */

export interface FaqFilters {
  q: string;
  category: string | null;
  locale: "zh-CN" | "en" | null;
  enabled: boolean | null;
}

export const noFilters: FaqFilters = { q: "", category: null, locale: null, enabled: null };

export function readFilters(parameters: URLSearchParams): FaqFilters {
  const locale = parameters.get("locale");
  const enabled = parameters.get("enabled");
  return {
    q: parameters.get("q")?.trim() ?? "",
    category: parameters.get("category"),
    locale: locale === "zh-CN" || locale === "en" ? locale : null,
    enabled: enabled === "true" ? true : enabled === "false" ? false : null,
  };
}

/** Writes the filters over the given parameters and leaves every other parameter alone. */
export function writeFilters(
  parameters: URLSearchParams,
  filters: Partial<FaqFilters>,
): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(filters)) {
    if (value === null || value === undefined || value === "") next.delete(name);
    else next.set(name, String(value));
  }
  return next;
}

export function isFiltered(filters: FaqFilters): boolean {
  return (
    filters.q !== "" ||
    filters.category !== null ||
    filters.locale !== null ||
    filters.enabled !== null
  );
}
