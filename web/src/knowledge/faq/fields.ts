/** One FAQ entry as its form holds it, and how that becomes what the server takes. Limits mirror the server's. */
import type { FaqOut, Locale } from "@/api/types";
import { cleanSimilar } from "./similar";

export interface FaqFields {
  question: string;
  similar: string[];
  answer: string;
  category: string;
  locale: Locale;
  enabled: boolean;
}

export const limits = {
  question: 200,
  answer: 8000,
  category: 50,
  similar: 200,
  similarCount: 100,
} as const;

export function fieldsOf(faq: FaqOut): FaqFields {
  const { question, similar, answer, category, locale, enabled } = faq;
  return { question, similar, answer, category, locale, enabled };
}

export function emptyFields(locale: Locale, question = ""): FaqFields {
  return { question, similar: [], answer: "", category: "", locale, enabled: true };
}

/** As it will be stored: trimmed, without blank or repeated similar questions. */
export function cleanFields(fields: FaqFields): FaqFields {
  return {
    ...fields,
    question: fields.question.trim(),
    similar: cleanSimilar(fields.question, fields.similar),
    answer: fields.answer.trim(),
    category: fields.category.trim(),
  };
}

/** Whether leaving would lose something. */
export function isChanged(before: FaqFields, now: FaqFields): boolean {
  return JSON.stringify(ordered(cleanFields(before))) !== JSON.stringify(ordered(cleanFields(now)));
}

function ordered(fields: FaqFields): unknown[] {
  const { question, similar, answer, category, locale, enabled } = fields;
  return [question, similar, answer, category, locale, enabled];
}
