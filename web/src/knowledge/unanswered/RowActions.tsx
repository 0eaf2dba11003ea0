/** What can be done with one unanswered question: write the answer, add it to an entry, try it, dismiss it. */
import { App, Button, Dropdown } from "antd";
import { Ellipsis } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useCommand } from "@/api/queries";
import type { UnansweredOut } from "@/api/types";
import { useProblemText } from "@/ui/problem-text";
import styles from "./Unanswered.module.css";

interface Props {
  row: UnansweredOut;
  onWrite: () => void;
  onAttach: () => void;
}

export function RowActions({ row, onWrite, onAttach }: Props) {
  const { t } = useTranslation("knowledge");
  const navigate = useNavigate();
  const dismiss = useDismiss(row);
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
    { key: "try", label: t("unanswered.try"), onClick: tryIt },
    ...(row.state === "open"
      ? [{ key: "dismiss", label: t("unanswered.dismiss"), onClick: dismiss }]
      : []),
  ];
  return (
    <div className={styles.actions}>
      <Button onClick={onWrite}>{t("unanswered.write")}</Button>
      <Button onClick={onAttach}>{t("unanswered.addSimilar")}</Button>
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button type="text" icon={<Ellipsis size={16} />} aria-label={t("unanswered.more")} />
      </Dropdown>
    </div>
  );
}

function useDismiss(row: UnansweredOut): () => void {
  const { t } = useTranslation("knowledge");
  const { message, modal } = App.useApp();
  const { describe } = useProblemText();
  const command = useCommand("unanswered_dismiss", { invalidates: ["unanswered_list"] });
  return () =>
    void modal.confirm({
      title: t("unanswered.dismissTitle"),
      content: t("unanswered.dismissText"),
      okText: t("unanswered.dismiss"),
      cancelText: t("unanswered.cancel"),
      onOk: () =>
        command.mutateAsync({ path: { id: row.id } }).then(
          () => void message.success(t("unanswered.dismissed")),
          (error) => void message.error(describe(error).title),
        ),
    });
}
