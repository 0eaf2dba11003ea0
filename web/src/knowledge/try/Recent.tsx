/** The questions tried before on this page, to go back and forth while improving an entry. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./Try.module.css";

export function Recent({ questions, onAsk }: { questions: string[]; onAsk: (q: string) => void }) {
  const { t } = useTranslation("knowledge");
  if (questions.length === 0) return null;
  return (
    <div className={styles.recent}>
      <span className={styles.recentLabel}>{t("try.recent")}</span>
      {questions.map((question) => (
        <Button
          key={question}
          size="small"
          className={styles.recentItem}
          onClick={() => onAsk(question)}
        >
          <span>{question}</span>
        </Button>
      ))}
    </div>
  );
}
