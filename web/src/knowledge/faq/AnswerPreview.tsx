/** How the question and its answer will look in the customer's chat. A likeness, not the widget itself. */
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { linkify } from "../linkify";
import styles from "./AnswerPreview.module.css";

interface Props {
  question: string;
  answer: string;
  enabled: boolean;
}

export function AnswerPreview({ question, answer, enabled }: Props) {
  const { t } = useTranslation("knowledge");
  return (
    <section
      className={styles.preview}
      aria-label={t("editor.preview")}
      data-off={!enabled || undefined}
    >
      <h3 className={styles.label}>{t("editor.preview")}</h3>
      <div className={styles.chat}>
        {question.trim() !== "" && <div className={styles.customer}>{question.trim()}</div>}
        {answer.trim() === "" ? (
          <p className={styles.nothing}>{t("editor.previewEmpty")}</p>
        ) : (
          <div className={styles.turn}>
            <div className={styles.bot}>
              <AnswerText text={answer.trim()} />
            </div>
            <div className={styles.verdict} aria-hidden>
              <span>
                <ThumbsUp size={13} /> {t("editor.helpful")}
              </span>
              <span>
                <ThumbsDown size={13} /> {t("editor.notHelpful")}
              </span>
            </div>
          </div>
        )}
      </div>
    </section>
  );
}

/** Plain text with its line breaks; only web and mail addresses become links, as in the widget. */
export function AnswerText({ text }: { text: string }) {
  return linkify(text).map((part, index) =>
    part.href === null ? (
      part.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other identity
      <a key={index} href={part.href} target="_blank" rel="noreferrer noopener">
        {part.text}
      </a>
    ),
  );
}
