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

/** Relative within a day, in one unit, then the date. */
export function relative(at: number, now: number, locale: string, t: TFunction<"ui">): string {
  const span = now - at;
  if (span < minute && span > -minute) return t("time.now");
  if (span >= hour && span < day) {
    return t("time.ago", { duration: t("time.hours", { count: Math.floor(span / hour) }) });
  }
  if (span >= 0 && span < hour) return t("time.ago", { duration: duration(span, t) });
  return date(at, now, locale);
}

type FormatName = "clock" | "date" | "dateWithYear" | "appointment" | "absolute";

const options: Record<FormatName, Intl.DateTimeFormatOptions> = {
  clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  date: { month: "short", day: "numeric" },
  dateWithYear: { month: "short", day: "numeric", year: "numeric" },
  appointment: {
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  },
  absolute: { dateStyle: "long", timeStyle: "medium" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow and rows need several: each is made once per locale. */
function format(name: FormatName, locale: string): Intl.DateTimeFormat {
  const key = `${name} ${locale}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options[name]);
  formats.set(key, made);
  return made;
}

/** `14:05` */
export function clock(at: number, locale: string): string {
  return format("clock", locale).format(at);
}

/** `3月5日` / `Mar 5`, with the year when it is another one. */
export function date(at: number, now: number, locale: string): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(sameYear ? "date" : "dateWithYear", locale).format(at);
}

/** A moment to come, to the minute: `11月23日周一 09:00`. */
export function appointment(at: number, locale: string): string {
  return format("appointment", locale).format(at);
}

/** The full time, for hovering. */
export function absolute(at: number, locale: string): string {
  return format("absolute", locale).format(at);
}
