/** Turns a problem into words: what happened and what to do, in the reader's language. */
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import type { FieldProblem } from "@/api/types";

export interface ProblemText {
  title: string;
  advice: string;
}

export function useProblemText() {
  const { t, i18n } = useTranslation("problems");

  function describe(error: unknown): ProblemText {
    const problem = Problem.of(error);
    const known = i18n.exists(`problems:${problem.code}.title`);
    const code = (known ? problem.code : "internal") as "internal";
    const seconds = problem.retryAfter ?? 60;
    return {
      title: t(`${code}.title`),
      advice: t(`${code}.advice`, { seconds }),
    };
  }

  function describeField(field: FieldProblem): string {
    return i18n.exists(`problems:field.${field.code}`)
      ? t(`field.${field.code as "required"}`)
      : field.detail;
  }

  return { describe, describeField };
}
