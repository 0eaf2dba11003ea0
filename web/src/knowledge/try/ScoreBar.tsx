/** A score on a bar with the two lines that decide: what is offered and what is answered. Also said in words. */
import { useTranslation } from "react-i18next";
import type { Evidence } from "@/api/types";
import styles from "./ScoreBar.module.css";
import { formatScore, scaleFor, standing } from "./scale";

export function ScoreBar({ score, evidence }: { score: number; evidence: Evidence }) {
  const { t } = useTranslation("knowledge");
  const { thresholds } = evidence;
  const scale = scaleFor(evidence);
  const where = standing(score, thresholds);
  const offer = formatScore(thresholds.offer);
  const answer = formatScore(thresholds.answer);
  const words = t(`try.standing.${where}`);
  const label = t("try.barLabel", { score: formatScore(score), standing: words, offer, answer });
  return (
    <div className={styles.row}>
      <div className={styles.bar} role="img" aria-label={label}>
        <div
          className={styles.fill}
          data-standing={where}
          style={{ width: `${scale.position(score)}%` }}
        />
        <Line
          at={scale.position(thresholds.offer)}
          title={t("try.thresholdOffer", { value: offer })}
        />
        <Line
          at={scale.position(thresholds.answer)}
          title={t("try.thresholdAnswer", { value: answer })}
        />
      </div>
      <span className={`${styles.score} numeric`}>{formatScore(score)}</span>
      <span className={styles.standing} data-standing={where}>
        {words}
      </span>
    </div>
  );
}

function Line({ at, title }: { at: number; title: string }) {
  return <span className={styles.line} style={{ left: `${at}%` }} title={title} />;
}
