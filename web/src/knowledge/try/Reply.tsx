/** The reply as the customer would see it. Its buttons are a likeness: nothing is sent from here. */
import { useTranslation } from "react-i18next";
import type { MessageContent } from "@/api/types";
import { AnswerText } from "../faq/AnswerPreview";
import preview from "../faq/AnswerPreview.module.css";
import styles from "./Try.module.css";

export function Reply({ question, reply }: { question: string; reply: MessageContent | null }) {
  const { t } = useTranslation("knowledge");
  return (
    <section>
      <h3 className={styles.heading}>{t("try.reply")}</h3>
      <div className={preview.chat}>
        <div className={preview.customer}>{question}</div>
        {reply ? <Bubble content={reply} /> : <p className={styles.muted}>{t("try.noReply")}</p>}
      </div>
    </section>
  );
}

function Bubble({ content }: { content: MessageContent }) {
  const text = "text" in content ? content.text : null;
  const options = "options" in content ? content.options : [];
  return (
    <div className={preview.turn}>
      {text && (
        <div className={preview.bot}>
          <AnswerText text={text} />
        </div>
      )}
      {options.length > 0 && (
        <ul className={styles.options}>
          {options.map((option) => (
            <li key={option.id}>{option.label}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
