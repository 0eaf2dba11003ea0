/** Times as people read them, by locale. Pure: the current time is an argument. */
import type { TFunction } from "i18next";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `3 min`, `2 h 5 min`, `4 d`: how long something has lasted. */
export function duration(milliseconds: number, t: TFunction<"ui">): string {
  const span = Math.max(0, milliseconds);
  if (span < minute) return t("time.seconds", { count: Math.floor(span / 1000) });
  if (span < hour) return t("time.minutes", { count: Math.floor(span / minute) });
  if (span < day) {
    const minutes = Math.floor((span % hour) / minute);
    const hours = Math.floor(span / hour);
    return minutes > 0 && hours < 10
      ? t("time.hoursMinutes", { hours, minutes })
      : t("time.hours", { count: hours });
  }
  return t("time.days", { count: Math.floor(span / day) });
}

/** Relative within a day, then the date. */
export function relative(at: number, now: number, locale: string, t: TFunction<"ui">): string {
  const span = now - at;
  if (span < minute && span > -minute) return t("time.now");
  if (span >= 0 && span < day) return t("time.ago", { duration: duration(span, t) });
  return date(at, now, locale);
}

/** `14:05` */
export function clock(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** `3月5日` / `Mar 5`, with the year when it is another one. */
export function date(at: number, now: number, locale: string): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    month: "short",
    day: "numeric",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(at);
}

/** The full time, for hovering. */
export function absolute(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "medium",
    hourCycle: "h23",
  } as Intl.DateTimeFormatOptions).format(at);
}
