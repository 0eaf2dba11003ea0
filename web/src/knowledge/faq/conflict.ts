/**
 * Compares three versions of one FAQ entry after a stale write: what editing began from, what the person has typed, and
 * what a colleague has saved meanwhile. It proposes, the person decides; nothing is merged unseen.
 */
import type { FaqFields } from "./fields";
import { questionKey } from "./similar";

export type FaqFieldName = keyof FaqFields;
export type Side = "mine" | "theirs";

export interface Difference {
  field: FaqFieldName;
  /** Whose value is proposed: the side that changed it; mine where both did. */
  proposed: Side;
  bothChanged: boolean;
}

const FIELDS: readonly FaqFieldName[] = [
  "question",
  "similar",
  "answer",
  "category",
  "locale",
  "enabled",
];

export function findDifferences(base: FaqFields, mine: FaqFields, theirs: FaqFields): Difference[] {
  return FIELDS.filter((field) => !equal(mine[field], theirs[field])).map((field) => {
    const iChanged = !equal(base[field], mine[field]);
    const theyChanged = !equal(base[field], theirs[field]);
    return { field, proposed: iChanged ? "mine" : "theirs", bothChanged: iChanged && theyChanged };
  });
}

/** The entry that results from the choices; fields without a choice are the same on both sides. */
export function applyChoices(
  mine: FaqFields,
  theirs: FaqFields,
  choices: Readonly<Partial<Record<FaqFieldName, Side>>>,
): FaqFields {
  const pick = <Name extends FaqFieldName>(field: Name): FaqFields[Name] =>
    choices[field] === "theirs" ? theirs[field] : mine[field];
  return {
    question: pick("question"),
    similar: pick("similar"),
    answer: pick("answer"),
    category: pick("category"),
    locale: pick("locale"),
    enabled: pick("enabled"),
  };
}

/** Which similar questions only one side has: two long lists are read by their difference. */
export function similarDifference(
  mine: readonly string[],
  theirs: readonly string[],
): { onlyMine: string[]; onlyTheirs: string[] } {
  const mineKeys = new Set(mine.map(questionKey));
  const theirKeys = new Set(theirs.map(questionKey));
  return {
    onlyMine: mine.filter((question) => !theirKeys.has(questionKey(question))),
    onlyTheirs: theirs.filter((question) => !mineKeys.has(questionKey(question))),
  };
}

function equal(a: FaqFields[FaqFieldName], b: FaqFields[FaqFieldName]): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => value === b[index]);
  }
  return a === b;
}
