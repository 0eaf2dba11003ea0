/** When waiting becomes too long: the first form of a service level, the same for all. */

export type Urgency = "calm" | "attention" | "danger";

const attentionAfter = 2 * 60_000;
const dangerAfter = 5 * 60_000;

export function urgency(waited: number): Urgency {
  if (waited >= dangerAfter) return "danger";
  return waited >= attentionAfter ? "attention" : "calm";
}
