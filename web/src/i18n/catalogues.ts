/**
 * Loads the message catalogues: one JSON file per feature and language under `messages/`.
 * The file's name is the namespace: `t("inbox:title")` or `useTranslation("inbox")`.
 */
import type { Locale } from "@/api/types";

type Catalogue = Record<string, unknown>;

const files = import.meta.glob<Catalogue>("../messages/*/*.json", { import: "default" });

const namePattern = /messages\/([^/]+)\/([^/]+)\.json$/;

export async function loadCatalogues(locale: Locale): Promise<Record<string, Catalogue>> {
  const entries = Object.entries(files).flatMap(([path, load]) => {
    const [, language, name] = namePattern.exec(path) ?? [];
    return language === locale && name ? [{ name, load }] : [];
  });
  const loaded = await Promise.all(
    entries.map(async ({ name, load }) => [name, await load()] as const),
  );
  return Object.fromEntries(loaded);
}
