/** One entry for those who only read it: the same content as the form, as text. */
import { useTranslation } from "react-i18next";
import type { FaqOut } from "@/api/types";
import { AnswerPreview, AnswerText } from "./AnswerPreview";
import { FaqFacts } from "./FaqFacts";
import styles from "./FaqForm.module.css";

export function FaqView({ faq }: { faq: FaqOut }) {
  const { t } = useTranslation("knowledge");
  return (
    <div className={styles.body}>
      <dl className={styles.view}>
        <dt>{t("field.question")}</dt>
        <dd className={styles.viewQuestion}>{faq.question}</dd>
        <dt>{t("field.answer")}</dt>
        <dd className={styles.viewAnswer}>
          <AnswerText text={faq.answer} />
        </dd>
        <dt>{t("field.similar")}</dt>
        {faq.similar.length === 0 && <dd>–</dd>}
        {faq.similar.map((question) => (
          <dd key={question}>{question}</dd>
        ))}
        <dt>{t("field.category")}</dt>
        <dd>{faq.category || t("faq.noCategory")}</dd>
        <dt>{t("field.locale")}</dt>
        <dd>{t(`locale.${faq.locale}`)}</dd>
        <dt>{t("field.enabled")}</dt>
        <dd>{t(faq.enabled ? "editor.enabledOn" : "editor.enabledOff")}</dd>
      </dl>
      <aside className={styles.side}>
        <AnswerPreview question={faq.question} answer={faq.answer} enabled={faq.enabled} />
        <FaqFacts faq={faq} />
      </aside>
    </div>
  );
}
