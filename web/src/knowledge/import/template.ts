/** The file one starts from: the columns in the reader's language and one row as an example. */
import type { TFunction } from "i18next";
import { toCsv } from "./report";

export const importColumns = [
  "question",
  "answer",
  "similar",
  "category",
  "locale",
  "enabled",
] as const;

export function templateCsv(t: TFunction<"knowledge">): string {
  return toCsv([
    importColumns.map((column) => t(`import.header.${column}`)),
    importColumns.map((column) => t(`import.sample.${column}`)),
  ]);
}
