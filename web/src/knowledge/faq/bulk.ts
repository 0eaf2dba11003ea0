/**
 * Changes many FAQ entries, a few at a time. One that fails does not stop the others; what came of each is reported.
 */
import { Problem } from "@/api/problem";

export interface BulkResult<Item> {
  done: Item[];
  failed: Problem[];
}

const together = 4;

export async function runBulk<Row, Item>(
  rows: readonly Row[],
  change: (row: Row) => Promise<Item>,
): Promise<BulkResult<Item>> {
  const result: BulkResult<Item> = { done: [], failed: [] };
  let next = 0;
  const work = async () => {
    while (next < rows.length) {
      const row = rows[next] as Row;
      next += 1;
      try {
        result.done.push(await change(row));
      } catch (error) {
        result.failed.push(Problem.of(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, rows.length) }, work));
  return result;
}
