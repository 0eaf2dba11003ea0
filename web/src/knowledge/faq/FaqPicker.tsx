/** Finds an existing entry for a wording: a search that starts from the wording itself, and a list to choose from. */
import { Button, Input, Modal, Skeleton } from "antd";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Locale } from "@/api/types";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { useSettledInput } from "@/ui/settled-input";
import { useClosest } from "./closest";
import styles from "./FaqPicker.module.css";
import { noFilters } from "./filters";
import { useFaqList } from "./queries";
import { useAttachSimilar } from "./use-attach-similar";

interface Props {
  text: string;
  locale: Locale | null;
  unansweredId?: string | null;
  onClose: () => void;
  onCreate: () => void;
}

export function FaqPicker({ text, locale, unansweredId = null, onClose, onCreate }: Props) {
  const { t } = useTranslation("knowledge");
  const [q, setQ] = useState("");
  const search = useSettledInput(q, setQ);
  const { attach, busy } = useAttachSimilar();
  const choose = async (id: string) => {
    if (await attach(id, text, unansweredId)) onClose();
  };
  return (
    <Modal
      open
      title={t("picker.title")}
      onCancel={onClose}
      width={640}
      footer={[
        <Button key="create" type="link" onClick={onCreate} className={styles.create}>
          {t("picker.createNew")}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t("picker.cancel")}
        </Button>,
      ]}
    >
      <p className={styles.text}>
        {t("picker.text")}
        <strong>{text}</strong>
      </p>
      <Input
        autoFocus
        allowClear
        prefix={<Search size={16} aria-hidden />}
        placeholder={t("picker.search")}
        aria-label={t("picker.search")}
        {...search}
      />
      <div className={styles.results}>
        {q === "" ? (
          <Closest text={text} locale={locale} busy={busy} onChoose={choose} />
        ) : (
          <Found q={q} busy={busy} onChoose={choose} />
        )}
      </div>
    </Modal>
  );
}

interface ChoiceProps {
  busy: string | null;
  onChoose: (id: string) => void;
}

function Closest({
  text,
  locale,
  ...choice
}: ChoiceProps & { text: string; locale: Locale | null }) {
  const closest = useClosest(text, locale);
  if (closest.isPending) return <Skeleton active paragraph={{ rows: 4 }} title={false} />;
  if (closest.isError) return <ProblemAlert error={closest.error} />;
  const rows = closest.data.evidence.matches.map((match) => ({
    id: match.faq_id,
    question: match.question,
    detail: match.matched === match.question ? "" : match.matched,
  }));
  return <Choices rows={rows} {...choice} />;
}

function Found({ q, ...choice }: ChoiceProps & { q: string }) {
  const list = useFaqList({ ...noFilters, q });
  if (list.isPending) return <Skeleton active paragraph={{ rows: 4 }} title={false} />;
  if (list.isError) return <ProblemAlert error={list.error} />;
  const rows = list.data.pages
    .flatMap((page) => page.items)
    .map((faq) => ({ id: faq.id, question: faq.question, detail: faq.answer }));
  return <Choices rows={rows} {...choice} />;
}

interface Row {
  id: string;
  question: string;
  detail: string;
}

function Choices({ rows, busy, onChoose }: ChoiceProps & { rows: Row[] }) {
  const { t } = useTranslation("knowledge");
  if (rows.length === 0) return <p className={styles.none}>{t("picker.none")}</p>;
  return rows.map((row) => (
    <button
      key={row.id}
      type="button"
      className={styles.choice}
      disabled={busy !== null}
      onClick={() => onChoose(row.id)}
    >
      <span className={styles.question}>{row.question}</span>
      {row.detail && <span className={styles.detail}>{row.detail}</span>}
    </button>
  ));
}
