/** The steps of an import: choose, check, confirm, done. The file stays in memory between the check and the import. */
import { useState } from "react";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import type { FaqImportOut } from "@/api/types";
import { useBrandId, useRefreshFaq } from "../faq/queries";
import { type FileFormat, formatOf } from "./format";

export type ImportState =
  | { step: "choose"; unsupported: string | null; problem: Problem | null }
  | { step: "working"; file: File; writing: boolean }
  | { step: "checked"; file: File; format: FileFormat; report: FaqImportOut }
  | { step: "done"; report: FaqImportOut };

const start = { step: "choose", unsupported: null, problem: null } as const;

export function useImport() {
  const brandId = useBrandId();
  const refresh = useRefreshFaq();
  const [state, setState] = useState<ImportState>(start);

  // Bad rows are always skipped: the check then reports all of them, and the import writes only what was shown as good.
  const send = (file: File, format: FileFormat, dryRun: boolean) =>
    call("faq_import", {
      query: { brand_id: brandId, format, dry_run: dryRun, skip_bad: true },
      body: file,
    });

  async function check(file: File) {
    const format = formatOf(file.name);
    if (!format) return setState({ ...start, unsupported: file.name });
    setState({ step: "working", file, writing: false });
    try {
      setState({ step: "checked", file, format, report: await send(file, format, true) });
    } catch (error) {
      setState({ ...start, problem: Problem.of(error) });
    }
  }

  async function write() {
    if (state.step !== "checked") return;
    const { file, format } = state;
    setState({ step: "working", file, writing: true });
    try {
      setState({ step: "done", report: await send(file, format, false) });
      await refresh();
    } catch (error) {
      setState({ ...start, problem: Problem.of(error) });
    }
  }

  return { state, check, write, reset: () => setState(start) };
}
