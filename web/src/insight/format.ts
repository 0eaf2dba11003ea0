/** Numbers as people read them: counts, shares, stretches of time, and the names of earlier days. Pure. */
import type { TFunction } from "i18next";

type Words = TFunction<"insight">;

export function count(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** `37%`; null where there is no whole to have a share of. */
export function share(part: number, whole: number, locale: string): string | null {
  if (whole <= 0) return null;
  return new Intl.NumberFormat(locale, { style: "percent" }).format(part / whole);
}

export function average(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);
}

/** `42 s`, `1 min 35 s`, `2 h 5 min`: to the second below an hour. */
export function span(milliseconds: number, t: Words): string {
  const all = Math.max(0, Math.round(milliseconds / 1000));
  const [seconds, minutes, hours] = [all % 60, Math.floor(all / 60) % 60, Math.floor(all / 3600)];
  if (hours > 0) {
    return minutes > 0 ? t("span.hoursMinutes", { hours, minutes }) : t("span.hours", { hours });
  }
  if (minutes === 0) return t("span.seconds", { seconds });
  return seconds > 0
    ? t("span.minutesSeconds", { minutes, seconds })
    : t("span.minutes", { minutes });
}

/** `09:00` */
export function hourLabel(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** A calendar day as a time that formats to the same date everywhere. */
export function noonOf(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

/** `7月1日周三` / `Wed, Jul 1` */
export function dayName(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    weekday: "short",
  }).format(noonOf(date));
}

/** What the earlier day is called beside the day itself. */
export function comparedName(
  date: string,
  earlier: string,
  today: boolean,
  locale: string,
  t: Words,
): string {
  const days = Math.round((noonOf(date).getTime() - noonOf(earlier).getTime()) / 86_400_000);
  if (days === 1) return today ? t("figure.yesterday") : t("figure.dayBefore");
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short" });
  return t("figure.lastWeek", { weekday: weekday.format(noonOf(earlier)) });
}

/** The date so many days later. */
export function shifted(date: string, days: number): string {
  const moved = noonOf(date);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
