/**
 * Reads and checks the list of similar questions that belongs to one FAQ entry.
 * Not the server's matching: "the same question" here only means that two lines differ in case, width, spaces or end marks.
 */

/** Why one line of the list deserves a mark beside it. */
export type Repetition = "standard" | "earlier";

const LIST_MARK =
  /^(?:[-*•·●▪◦–—]\s*|(?:\d{1,3}|[a-zA-Z])[.)、)]\s*(?=\D)|[((]\d{1,3}[))]\s*|[①-⑳]\s*)/u;
const END_MARKS = /[\s\p{P}\p{S}]+$/u;

/** Two questions are the same when their keys are equal. */
export function questionKey(question: string): string {
  const plain = question.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
  const withoutEnd = plain.replace(END_MARKS, "");
  // A line of marks alone ("???") must not become the empty key, which would equal every other such line.
  return withoutEnd === "" ? plain : withoutEnd;
}

/**
 * Turns pasted text into questions: one per line or separated by `|`, as in the import file, without the bullets and
 * numbers that come along when a list is copied from a document or a spreadsheet.
 */
export function parseSimilar(text: string): string[] {
  return text
    .split(/[\r\n|\u2028]+/u)
    .map((line) => line.replace(/\t+/gu, " ").trim().replace(LIST_MARK, "").trim())
    .map((line) => line.replace(/^"(.*)"$/u, "$1").trim())
    .filter((line) => line !== "");
}

/** Marks each question that repeats the standard question or an earlier line; `null` where all is well. */
export function findRepetitions(
  standard: string,
  similar: readonly string[],
): (Repetition | null)[] {
  const standardKey = questionKey(standard);
  const seen = new Set<string>();
  return similar.map((question) => {
    const key = questionKey(question);
    if (key === "") return null;
    if (key === standardKey) return "standard";
    if (seen.has(key)) return "earlier";
    seen.add(key);
    return null;
  });
}

/** What is sent to the server: trimmed, without empty lines and repetitions, in the order typed. */
export function cleanSimilar(standard: string, similar: readonly string[]): string[] {
  const marks = findRepetitions(standard, similar);
  return similar
    .filter((_, index) => marks[index] === null)
    .map((question) => question.trim())
    .filter((question) => question !== "");
}

/** Adds one question unless the entry already has it; tells which of the two happened. */
export function addSimilar(
  entry: { question: string; similar: readonly string[] },
  question: string,
): { similar: string[]; added: boolean } {
  const key = questionKey(question);
  const known = [entry.question, ...entry.similar].some(
    (existing) => questionKey(existing) === key,
  );
  if (known || key === "") return { similar: [...entry.similar], added: false };
  return { similar: [...entry.similar, question.trim()], added: true };
}
