/** The usual moments to come back to a conversation. Pure: the current time is an argument. */

export type SnoozeName = "hour" | "threeHours" | "evening" | "tomorrow" | "monday";

const hour = 3_600_000;

function at(now: number, days: number, hours: number): number {
  const moment = new Date(now);
  moment.setDate(moment.getDate() + days);
  moment.setHours(hours, 0, 0, 0);
  return moment.getTime();
}

export function snoozeTimes(now: number): { name: SnoozeName; until: number }[] {
  const weekday = new Date(now).getDay();
  const daysToMonday = (8 - weekday) % 7 || 7;
  const evening = at(now, 0, 18);
  return [
    { name: "hour", until: now + hour },
    { name: "threeHours", until: now + 3 * hour },
    ...(evening - now > hour ? [{ name: "evening" as const, until: evening }] : []),
    { name: "tomorrow", until: at(now, 1, 9) },
    ...(daysToMonday > 1 ? [{ name: "monday" as const, until: at(now, daysToMonday, 9) }] : []),
  ];
}
