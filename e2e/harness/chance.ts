/** Chance that can be had again: the same seed makes the same moments. How many rounds and which seed, a run may say. */

/** How often a fault is repeated: a few times, or as often as YINGDA_TEST_FAULT_ROUNDS says. */
export function rounds(few: number): number {
  return Number(process.env.YINGDA_TEST_FAULT_ROUNDS ?? few);
}

/** Whether somebody asked for a long run, where what lasts seconds otherwise may last a minute. */
export const LONG = process.env.YINGDA_TEST_FAULT_ROUNDS !== undefined;

/** Why a test is left out of a short run. */
export const NEEDS_LONG = "part of a long run only: YINGDA_TEST_FAULT_ROUNDS";

const SEED = Number(process.env.YINGDA_TEST_FAULT_SEED ?? 20_260_214);

export class Chance {
  private state = SEED >>> 0;

  /** A number from 0 up to 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)] as T;
  }
}
