/** The entries closest to a question: how close, by which words, and one step to make the question theirs. */
import { Button } from "antd";
import { Pencil, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Evidence, EvidenceMatch, Id } from "@/api/types";
import { useCan } from "@/session/session";
import { useAttachSimilar } from "../faq/use-attach-similar";
import { highlight } from "./highlight";
import { ScoreBar } from "./ScoreBar";
import { formatScore } from "./scale";
import styles from "./Try.module.css";

interface Props {
  text: string;
  evidence: Evidence;
  onOpen: (id: Id) => void;
}

export function Candidates({ text, evidence, onOpen }: Props) {
  const { t } = useTranslation("knowledge");
  const can = useCan();
  const { attach, busy } = useAttachSimilar();
  return (
    <section>
      <div className={styles.candidatesHead}>
        <h3 className={styles.heading}>{t("try.candidates")}</h3>
        {evidence.matches.length > 0 && <Legend thresholds={evidence.thresholds} />}
      </div>
      {evidence.matches.length === 0 && <p className={styles.muted}>{t("try.noCandidates")}</p>}
      <ol className={styles.candidates}>
        {evidence.matches.map((match) => (
          <li key={match.faq_id} className={styles.candidate}>
            <Matched match={match} onOpen={() => onOpen(match.faq_id)} />
            <ScoreBar score={match.score} evidence={evidence} />
            <div className={styles.candidateActions}>
              <Button
                type="link"
                size="small"
                icon={<Pencil size={13} />}
                onClick={() => onOpen(match.faq_id)}
              >
                {can("faq.write") ? t("try.open") : t("try.view")}
              </Button>
              {can("faq.write") && (
                <Button
                  type="link"
                  size="small"
                  icon={<Plus size={13} />}
                  loading={busy === match.faq_id}
                  onClick={() => attach(match.faq_id, text)}
                >
                  {t("try.addSimilar")}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What the two lines on each bar mean, from left to right. */
function Legend({ thresholds }: { thresholds: Evidence["thresholds"] }) {
  const { t } = useTranslation("knowledge");
  return (
    <div className={`${styles.legend} numeric`}>
      <span>{t("try.thresholdOffer", { value: formatScore(thresholds.offer) })}</span>
      <span>{t("try.thresholdAnswer", { value: formatScore(thresholds.answer) })}</span>
    </div>
  );
}

function Matched({ match, onOpen }: { match: EvidenceMatch; onOpen: () => void }) {
  const { t } = useTranslation("knowledge");
  const viaSimilar = match.matched !== match.question;
  return (
    <>
      <button type="button" className={styles.candidateQuestion} onClick={onOpen}>
        {viaSimilar ? match.question : <Highlighted text={match.question} terms={match.terms} />}
      </button>
      {viaSimilar && (
        <div className={styles.matched}>
          {t("try.matchedBy")}
          <Highlighted text={match.matched} terms={match.terms} />
        </div>
      )}
    </>
  );
}

function Highlighted({ text, terms }: { text: string; terms: string[] }) {
  return highlight(text, terms).map((piece, index) =>
    piece.matched ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
      <mark key={index} className={styles.mark}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
