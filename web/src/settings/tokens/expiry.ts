/** How long a new token lives. Days are counted to the end of the day, so that a token does not end in the middle of work. */

export const lifetimes = [7, 30, 90, 365] as const;
export type Lifetime = (typeof lifetimes)[number] | null;

export function expiryOf(lifetime: Lifetime, now: number): number | null {
  if (lifetime === null) return null;
  const end = new Date(now);
  end.setDate(end.getDate() + lifetime);
  end.setHours(23, 59, 59, 0);
  return end.getTime();
}
