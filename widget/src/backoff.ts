/** Waiting times between attempts: doubling from half a second to thirty, half of each at random. */
const FIRST_MS = 500;
const LONGEST_MS = 30_000;

export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  // Jitter keeps a thousand widgets from coming back in the same instant after a restart.
  return ceiling / 2 + (ceiling / 2) * random();
}
