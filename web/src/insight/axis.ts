/** The axis of a chart of counts: whole numbers in even steps, at least up to the largest. Pure. */

export interface Axis {
  top: number;
  /** From the top down to zero. */
  ticks: number[];
}

const steps = [1, 2, 5];
const lines = 4;

export function axisFor(largest: number): Axis {
  const step = stepFor(Math.max(largest, 1));
  const top = Math.ceil(Math.max(largest, 1) / step) * step;
  const ticks = Array.from({ length: top / step + 1 }, (_, index) => top - index * step);
  return { top, ticks };
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that needs no more lines than there is room for. */
function stepFor(largest: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of steps) if (step * power * lines >= largest) return step * power;
  }
}
