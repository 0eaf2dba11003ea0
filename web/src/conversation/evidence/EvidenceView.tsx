/** The evidence of one decision of the bot: what it understood, what came close, where the lines are. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Evidence, EvidenceMatch } from "@/api/types";
import { useCan } from "@/session/session";
import styles from "./EvidenceView.module.css";
import { bandOf, scaleOf } from "./scale";

export function EvidenceView({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation("conversation");
  const { question, matches, unsure_count } = evidence;
  return (
    <div className={styles.evidence}>
      <p className={styles.why}>
        <strong>{t(`evidence.action.${evidence.action}`)}</strong>
        {t(`evidence.why.${evidence.reason}`)}
      </p>
      <dl className={styles.facts}>
        <dt>{t("evidence.question")}</dt>
        <dd>{question || t("evidence.noQuestion")}</dd>
        {unsure_count > 0 && (
          <>
            <dt>{t("evidence.unsure")}</dt>
            <dd>{t("evidence.unsureTimes", { count: unsure_count })}</dd>
          </>
        )}
      </dl>
      {matches.length > 0 ? (
        <>
          <ol className={styles.matches}>
            {matches.map((match) => (
              <Match key={match.faq_id} match={match} evidence={evidence} />
            ))}
          </ol>
          <Legend evidence={evidence} />
        </>
      ) : (
        <p className={styles.none}>{t("evidence.noMatches")}</p>
      )}
    </div>
  );
}

function Match({ match, evidence }: { match: EvidenceMatch; evidence: Evidence }) {
  const { t } = useTranslation("conversation");
  const can = useCan();
  const top = scaleOf(evidence);
  const band = bandOf(match.score, evidence.thresholds);
  const share = (value: number) => `${Math.min(100, (value / top) * 100)}%`;
  return (
    <li className={styles.match}>
      <div className={styles.title}>
        {can("faq.read") ? (
          <Link to={`/knowledge/faq/${match.faq_id}`}>{match.question}</Link>
        ) : (
          <span>{match.question}</span>
        )}
        <span className={styles.band} data-band={band}>
          {t(`evidence.band.${band}`)}
        </span>
        <span className="numeric">{match.score.toFixed(2)}</span>
      </div>
      <div className={styles.bar} aria-hidden="true">
        <i data-band={band} style={{ width: share(match.score) }} />
        <b style={{ left: share(evidence.thresholds.offer) }} />
        <b style={{ left: share(evidence.thresholds.answer) }} />
      </div>
      <div className={styles.detail}>
        {match.matched !== match.question && t("evidence.matched", { text: match.matched })}
        {match.terms.length > 0 && (
          <span className={styles.terms}>
            {match.terms.map((term) => (
              <mark key={term}>{term}</mark>
            ))}
          </span>
        )}
      </div>
    </li>
  );
}

function Legend({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation("conversation");
  const { answer, offer } = evidence.thresholds;
  return (
    <p className={styles.legend}>
      {t("evidence.thresholds", { answer: answer.toFixed(2), offer: offer.toFixed(2) })}
    </p>
  );
}
