/** The bot's decision and its reason in plain words. */
import {
  CircleCheck,
  CircleHelp,
  Hand,
  ListChecks,
  MessageSquareText,
  UserRound,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Evidence, EvidenceAction } from "@/api/types";
import { formatScore } from "./scale";
import styles from "./Try.module.css";

const icons: Record<EvidenceAction, typeof CircleCheck> = {
  greet: Hand,
  answer: CircleCheck,
  offer: ListChecks,
  clarify: MessageSquareText,
  handoff: UserRound,
  decline: CircleHelp,
};

const meanings: Record<EvidenceAction, string> = {
  greet: "information",
  answer: "good",
  offer: "information",
  clarify: "attention",
  handoff: "attention",
  decline: "attention",
};

export function Decision({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation("knowledge");
  const Icon = icons[evidence.action];
  return (
    <section className={styles.decision} data-meaning={meanings[evidence.action]}>
      <Icon size={20} aria-hidden />
      <div>
        <h2 className={styles.verdict}>{t(`try.decision.${evidence.action}`)}</h2>
        <p className={styles.reason}>{useReason(evidence)}</p>
      </div>
    </section>
  );
}

function useReason({ reason, matches, thresholds }: Evidence): string {
  const { t } = useTranslation("knowledge");
  const best = matches[0];
  if (reason === "below_threshold" && !best) return t("try.reason.nothing_close");
  return t(`try.reason.${reason}`, {
    score: best ? formatScore(best.score) : "–",
    answer: formatScore(thresholds.answer),
    offer: formatScore(thresholds.offer),
  });
}
