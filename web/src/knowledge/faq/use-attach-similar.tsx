/**
 * Adds a wording to an existing entry in one step and takes it back when asked. Reads the entry first, so that a
 * colleague's change of a moment ago is not overwritten.
 */
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { Id } from "@/api/types";
import { useProblemText } from "@/ui/problem-text";
import { useRefreshFaq } from "./queries";
import { addSimilar, questionKey } from "./similar";

const toast = "faq-attach";

export function useAttachSimilar() {
  const { t } = useTranslation("knowledge");
  const { message } = App.useApp();
  const { describe } = useProblemText();
  const refresh = useRefreshFaq();
  const [busy, setBusy] = useState<Id | null>(null);

  async function detach(id: Id, text: string) {
    message.destroy(toast);
    const faq = await call("faq_lookup", { path: { id } });
    const similar = faq.similar.filter((other) => questionKey(other) !== questionKey(text));
    await call("faq_update", { path: { id }, body: { similar, version: faq.version } });
    await refresh();
    message.success(t("try.undone"));
  }

  /** Answers whether the entry now has the wording. */
  async function attach(id: Id, text: string, unansweredId: Id | null = null): Promise<boolean> {
    setBusy(id);
    try {
      const faq = await call("faq_lookup", { path: { id } });
      const { similar, added } = addSimilar(faq, text);
      if (!added && unansweredId === null) {
        message.info(t("try.alreadyThere", { question: faq.question }));
        return true;
      }
      const body = { similar, unanswered_id: unansweredId ?? undefined, version: faq.version };
      await call("faq_update", { path: { id }, body });
      await refresh();
      const undo = () =>
        detach(id, text).catch((error) => void message.error(describe(error).title));
      message.success({
        key: toast,
        duration: 8,
        content: (
          <>
            {t("try.addedTo", { question: faq.question })}
            {unansweredId === null && (
              <Button type="link" size="small" onClick={undo}>
                {t("try.undo")}
              </Button>
            )}
          </>
        ),
      });
      return true;
    } catch (error) {
      message.error(describe(error).title);
      return false;
    } finally {
      setBusy(null);
    }
  }

  return { attach, busy };
}
