/** How an alarm stands, in words and numbers that people read; and the page where more of it is to be seen. Pure. */
import type { TFunction } from "i18next";
import type { AlarmOut } from "@/api/types";

type Hyphenated<Name extends string> = Name extends `${infer Before}_${infer After}`
  ? `${Before}-${After}`
  : Name;

/** A kind's key in the message catalogue, where an underscore would mean a variant of another text. */
export function kindKey<Kind extends AlarmOut["kind"]>(kind: Kind): Hyphenated<Kind> {
  return kind.replace("_", "-") as Hyphenated<Kind>;
}

/** The parts of the sentence about how it stands. */
export type Reading = Record<"value" | "threshold" | "subject", string>;

export function reading(alarm: AlarmOut, t: TFunction<"alarms">, locale: string): Reading {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: alarm.value < 10 ? 1 : 0 });
  return {
    value: number.format(alarm.value),
    threshold: number.format(alarm.threshold),
    subject: subjectOf(alarm, t),
  };
}

function subjectOf({ subject }: AlarmOut, t: TFunction<"alarms">): string {
  const known = ["data", "backups", "journal", "bot", "router", "numbers"] as const;
  const found = known.find((name) => name === subject);
  return found ? t(`subject.${found}`) : subject;
}

export function pageOf({ kind, subject }: AlarmOut): string | null {
  if (kind !== "consumer_behind") return null;
  if (subject === "numbers") return "/insight";
  return subject === "router" ? "/team" : "/inbox?view=all";
}
