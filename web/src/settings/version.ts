/**
 * The version that a dialog writes over: that of the row it was opened on, however often lists are read again behind it.
 * Only after the server has called a write stale, and the person has been told, does the newer one take its place.
 */
import { useState } from "react";

interface Versioned {
  id: string;
  version: number;
}

export function useVersion<Row extends Versioned>(
  row: Row | null,
  readAgain: () => Promise<readonly Row[]>,
): [version: number, takeNewer: () => void] {
  const [version, setVersion] = useState(row?.version ?? 0);
  const takeNewer = () =>
    void readAgain().then(
      (rows) => {
        const current = rows.find(({ id }) => id === row?.id);
        if (current) setVersion(current.version);
      },
      // Without an answer the next attempt is refused again, which is right.
      () => undefined,
    );
  return [version, takeNewer];
}
