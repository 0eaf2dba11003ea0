/** What the demo company's bot knows, read from the file that the server loads, so that tests quote no answers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Entry {
  question: string;
  similar: string[];
  answer: string;
  locale: string;
}

const entries: Entry[] = readFileSync(join(import.meta.dirname, "../../demo/faq.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Entry);

export function entryOf(question: string): Entry {
  const entry = entries.find((candidate) => candidate.question === question);
  if (!entry) throw new Error(`the demo company knows no "${question}"`);
  return entry;
}

/** The first words of an answer: enough to recognise it, short enough to stand in one line of the screen. */
export function answerStart(question: string): string {
  return entryOf(question).answer.slice(0, 20);
}
