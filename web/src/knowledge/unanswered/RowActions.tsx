/** What can be done with one unanswered question: write the answer, add it to an entry, try it, dismiss it, take that back. */
import { App, Button, Dropdown } from "antd";
import { Ellipsis } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useCommand } from "@/api/queries";
import type { UnansweredOut } from "@/api/types";
import { useNarrow } from "@/ui/narrow";
import { useProblemText } from "@/ui/problem-text";
import { useToast } from "@/ui/toast";
import styles from "./Unanswered.module.css";

interface Props {
  row: UnansweredOut;
  onWrite: () => void;
  onAttach: () => void;
}

export function RowActions({ row, onWrite, onAttach }: Props) {
  const { t } = useTranslation("knowledge");
  const navigate = useNavigate();
  const { dismiss, reopen } = useDismissal(row);
  const narrow = useNarrow();
  const tryIt = () => {
    const search = new URLSearchParams({ q: row.question, locale: row.locale }).toString();
    void navigate({ pathname: "/knowledge/try", search });
  };
  if (row.state === "resolved") {
    if (!row.faq_id) return null;
    const open = () => navigate(`/knowledge/unanswered/${row.faq_id}?state=resolved`);
    return <Button onClick={open}>{t("unanswered.openFaq")}</Button>;
  }
  const items = [
    ...(narrow ? [{ key: "attach", label: t("unanswered.addSimilar"), onClick: onAttach }] : []),
    { key: "try", label: t("unanswered.try"), onClick: tryIt },
    ...(row.state === "open"
      ? [{ key: "dismiss", label: t("unanswered.dismiss"), onClick: dismiss }]
      : [{ key: "reopen", label: t("unanswered.reopen"), onClick: reopen }]),
  ];
  return (
    <div className={styles.actions}>
      <Button onClick={onWrite}>{t("unanswered.write")}</Button>
      {!narrow && <Button onClick={onAttach}>{t("unanswered.addSimilar")}</Button>}
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button type="text" icon={<Ellipsis size={16} />} aria-label={t("unanswered.more")} />
      </Dropdown>
    </div>
  );
}

/** Dismisses a question, or takes that back; each can be undone by the other. */
function useDismissal(row: UnansweredOut): { dismiss: () => void; reopen: () => void } {
  const { t } = useTranslation("knowledge");
  const { message } = App.useApp();
  const { describe } = useProblemText();
  const toast = useToast();
  const invalidates = { invalidates: ["unanswered_list" as const] };
  const dismissing = useCommand("unanswered_dismiss", invalidates);
  const reopening = useCommand("unanswered_reopen", invalidates);
  const request = { path: { id: row.id } };
  const fail = (error: unknown) => void message.error(describe(error).title);
  const reopen = () =>
    void reopening
      .mutateAsync(request)
      .then(
        () =>
          toast(t("unanswered.reopened"), () => void dismissing.mutateAsync(request).catch(fail)),
        fail,
      );
  const dismiss = () =>
    void dismissing
      .mutateAsync(request)
      .then(
        () =>
          toast(t("unanswered.dismissed"), () => void reopening.mutateAsync(request).catch(fail)),
        fail,
      );
  return { dismiss, reopen };
}
