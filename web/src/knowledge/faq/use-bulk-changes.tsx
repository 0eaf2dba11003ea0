/** Enables, disables and deletes the selected entries, says what came of it, and takes it back when asked. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { FaqOut } from "@/api/types";
import { useProblemText } from "@/ui/problem-text";
import { type BulkResult, runBulk } from "./bulk";
import { patchListed } from "./cached";
import { useRefreshFaq } from "./queries";

export function useBulkChanges() {
  const { t } = useTranslation("knowledge");
  const { message } = App.useApp();
  const { describe } = useProblemText();
  const cache = useQueryClient();
  const refresh = useRefreshFaq();
  const [busy, setBusy] = useState(false);

  function reportFailures({ failed }: BulkResult<unknown>) {
    const first = failed[0];
    if (!first) return;
    const reason = describe(first).title;
    message.warning(t("faq.bulk.partly", { count: failed.length, reason }), 6);
  }

  async function run<Item>(rows: FaqOut[], change: (row: FaqOut) => Promise<Item>) {
    setBusy(true);
    const result = await runBulk(rows, change);
    setBusy(false);
    reportFailures(result);
    await refresh();
    return result;
  }

  const write = (enabled: boolean) => (row: FaqOut) =>
    call("faq_update", { path: { id: row.id }, body: { enabled, version: row.version } });

  async function setEnabled(rows: FaqOut[], enabled: boolean) {
    const changing = rows.filter((row) => row.enabled !== enabled);
    if (changing.length === 0) {
      message.info(t("faq.bulk.nothing"));
      return;
    }
    patchListed(cache, changing, { enabled });
    const { done } = await run(changing, write(enabled));
    if (done.length === 0) return;
    const key = "faq-bulk";
    const undo = async () => {
      message.destroy(key);
      patchListed(cache, done, { enabled: !enabled });
      await run(done, write(!enabled));
      message.success(t("faq.bulk.undone"));
    };
    message.success({
      key,
      duration: 8,
      content: (
        <>
          {t(enabled ? "faq.bulk.enabled" : "faq.bulk.disabled", { count: done.length })}
          <Button type="link" size="small" onClick={undo}>
            {t("faq.bulk.undo")}
          </Button>
        </>
      ),
    });
  }

  async function remove(rows: FaqOut[]) {
    const { done } = await run(rows, async (row) => {
      await call("faq_delete", { path: { id: row.id } });
      return row.id;
    });
    if (done.length > 0) message.success(t("faq.bulk.deleted", { count: done.length }));
  }

  return { busy, setEnabled, remove };
}
