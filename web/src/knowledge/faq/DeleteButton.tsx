/** Deletes one entry after asking; disabling is offered in words as the gentler way. */
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/queries";
import type { FaqOut } from "@/api/types";
import { useProblemText } from "@/ui/problem-text";
import { touchedByFaq } from "./queries";

export function DeleteButton({ faq, onDeleted }: { faq: FaqOut; onDeleted: () => void }) {
  const { t } = useTranslation("knowledge");
  const { message, modal } = App.useApp();
  const { describe } = useProblemText();
  const remove = useCommand("faq_delete", {
    invalidates: touchedByFaq.filter((name) => name !== "faq_lookup"),
  });
  const ask = () =>
    modal.confirm({
      title: t("editor.deleteTitle"),
      content: t("editor.deleteText"),
      okText: t("editor.delete"),
      okButtonProps: { danger: true },
      cancelText: t("faq.bulk.cancel"),
      onOk: () =>
        remove.mutateAsync({ path: { id: faq.id } }).then(
          () => {
            message.success(t("editor.deleted"));
            onDeleted();
          },
          (error) => void message.error(describe(error).title),
        ),
    });
  return (
    <Button type="text" danger onClick={ask}>
      {t("editor.delete")}
    </Button>
  );
}
