/** What a server has written to its log: the lines since a moment, and those among them that tell of trouble. */
import { readFileSync, statSync } from "node:fs";
import { expect } from "@playwright/test";

export class ServerLog {
  constructor(readonly path: string) {}

  text(): string {
    return readFileSync(this.path, "utf8");
  }

  /** The present end of the log. */
  mark(): number {
    return statSync(this.path).size;
  }

  since(mark: number): string[] {
    return readFileSync(this.path).subarray(mark).toString("utf8").split("\n").filter(Boolean);
  }

  /** Warnings and errors, but for the line that each refused request has of its own. */
  troubleSince(mark: number): string[] {
    return this.since(mark).filter(
      (line) => /^\S+ +(WARN|ERROR) /.test(line) && !line.includes("a request could not be served"),
    );
  }
}

/** That something is wrong is said, and not drowned: whatever the load, a few lines a second at most. */
export function expectTold(trouble: string[], what: RegExp, lastedMs: number): void {
  expect.soft(trouble.filter((line) => what.test(line)).length, `the log says ${what}`).toBeGreaterThan(0);
  const most = 20 + (2 * lastedMs) / 1_000;
  expect.soft(trouble.length, `${trouble.slice(0, 8).join("\n")}\n…`).toBeLessThanOrEqual(most);
}
