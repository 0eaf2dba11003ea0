/** Where a score stands between the bot's two lines. Pure. */
import type { Evidence } from "@/api/types";

export type Band = "answer" | "offer" | "below";

export function bandOf(score: number, thresholds: Evidence["thresholds"]): Band {
  if (score >= thresholds.answer) return "answer";
  return score >= thresholds.offer ? "offer" : "below";
}

/** The end of the bar: a little past the highest of scores and lines, so that both are seen. */
export function scaleOf(evidence: Evidence): number {
  const scores = evidence.matches.map((match) => match.score);
  return Math.max(evidence.thresholds.answer * 1.25, ...scores) || 1;
}
