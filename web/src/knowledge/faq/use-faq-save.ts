/**
 * Saves an entry: creates it or changes it at the version being edited. When a colleague was faster it fetches what they
 * saved, so that the person can choose; the choice is then saved over that version.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import { queryKey } from "@/api/queries";
import type { FaqOut, Id } from "@/api/types";
import { findDifferences } from "./conflict";
import { cleanFields, type FaqFields, fieldsOf } from "./fields";
import { useBrandId, useRefreshFaq } from "./queries";

interface Options {
  /** Null for an entry that does not exist yet. */
  id: Id | null;
  /** The version that editing began from. */
  version: number;
  base: FaqFields;
  unansweredId: Id | null;
  /** Puts a problem's errors beside the fields; answers whether all of them found one. */
  onProblem: (error: unknown) => boolean;
}

export function useFaqSave({ id, version, base, unansweredId, onProblem }: Options) {
  const cache = useQueryClient();
  const refresh = useRefreshFaq();
  const brandId = useBrandId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [conflict, setConflict] = useState<FaqOut | null>(null);

  const write = (fields: FaqFields): Promise<FaqOut> =>
    id
      ? call("faq_update", {
          path: { id },
          body: { ...fields, version: conflict?.version ?? version },
        })
      : call("faq_create", {
          body: { ...fields, brand_id: brandId, unanswered_id: unansweredId },
        });

  async function settle(error: unknown, fields: FaqFields): Promise<boolean> {
    const failure = Problem.of(error);
    if (id && failure.code === "stale_version") {
      const theirs = await call("faq_lookup", { path: { id } });
      if (findDifferences(base, fields, fieldsOf(theirs)).length === 0) return true;
      setConflict(theirs);
    } else if (!onProblem(failure)) {
      setProblem(failure);
    }
    return false;
  }

  async function submit(typed: FaqFields): Promise<boolean> {
    const fields = cleanFields(typed);
    setBusy(true);
    setProblem(null);
    try {
      const saved = await write(fields);
      cache.setQueryData(queryKey("faq_lookup", { path: { id: saved.id } }), saved);
      void refresh();
      return true;
    } catch (error) {
      return await settle(error, fields).catch((second) => {
        setProblem(Problem.of(second));
        return false;
      });
    } finally {
      setBusy(false);
    }
  }

  return { busy, problem, conflict, submit, forgetConflict: () => setConflict(null) };
}
