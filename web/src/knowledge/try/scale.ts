/**
 * Places scores and thresholds on a bar. Scores are the server's; this only decides how long the bar is.
 */
import type { Evidence } from "@/api/types";

export interface Scale {
  /** The score at the bar's right end. */
  top: number;
  position: (score: number) => number;
}

/** Scores are normally 0 to 1; a matcher with another range still fits on the bar. */
export function scaleFor(evidence: Pick<Evidence, "matches" | "thresholds">): Scale {
  const highest = Math.max(
    1,
    evidence.thresholds.answer,
    ...evidence.matches.map((match) => match.score),
  );
  return {
    top: highest,
    position: (score) => Math.min(100, Math.max(0, (score / highest) * 100)),
  };
}

export type Standing = "answer" | "offer" | "below";

/** What a score would lead to, were it the best one and far from the next. */
export function standing(score: number, thresholds: Evidence["thresholds"]): Standing {
  if (score >= thresholds.answer) return "answer";
  return score >= thresholds.offer ? "offer" : "below";
}

export function formatScore(score: number): string {
  return score >= 10 ? score.toFixed(1) : score.toFixed(2);
}
