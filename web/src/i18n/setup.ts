/** Starts i18next in the reader's language and switches it; dates and numbers follow. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Locale } from "@/api/types";
import { loadCatalogues } from "./catalogues";

const storageKey = "yingda.locale";

export const locales: readonly Locale[] = ["zh-CN", "en"];

export function preferredLocale(): Locale {
  const stored = localStorage.getItem(storageKey);
  if (stored === "zh-CN" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

export async function startTranslations(): Promise<void> {
  const locale = preferredLocale();
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    defaultNS: "shell",
    resources: { [locale]: await loadCatalogues(locale) },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = locale;
}

export async function switchLocale(locale: Locale): Promise<void> {
  for (const [name, catalogue] of Object.entries(await loadCatalogues(locale))) {
    i18next.addResourceBundle(locale, name, catalogue, true, true);
  }
  localStorage.setItem(storageKey, locale);
  document.documentElement.lang = locale;
  await i18next.changeLanguage(locale);
}

/** The member's own language, unless somebody chose another in this browser. */
export async function adoptLocale(locale: Locale): Promise<void> {
  const chosen = localStorage.getItem(storageKey) !== null;
  if (!chosen && locale !== i18next.language) await switchLocale(locale);
}
