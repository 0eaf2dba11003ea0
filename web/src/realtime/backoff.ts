/** How long to wait before the next attempt: 0.5 s doubling to 30 s, with jitter. */

const first = 500;
const longest = 30_000;

/** `attempt` counts from 0; `random` is in [0, 1). Between half and the whole of the step. */
export function backoff(attempt: number, random: number): number {
  const step = Math.min(longest, first * 2 ** Math.min(attempt, 16));
  return Math.round(step / 2 + (step / 2) * random);
}
