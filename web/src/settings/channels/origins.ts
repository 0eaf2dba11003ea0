/** Reads the list of sites that may embed a channel: one origin per line, or `*` for any. */

export function parseOrigins(text: string): string[] {
  const lines = text
    .split(/[\s,，;；]+/u)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return [...new Set(lines.map(normalise))];
}

/** The first line that is not the address of a site, if there is one. */
export function findBadOrigin(origins: readonly string[]): string | null {
  return origins.find((origin) => origin !== "*" && !isOrigin(origin)) ?? null;
}

/** A slash at the end is what one gets by copying from the address bar. */
function normalise(line: string): string {
  return line.replace(/\/$/u, "").toLowerCase();
}

function isOrigin(text: string): boolean {
  if (!/^https?:\/\/\S+$/u.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.origin === text || `${url.protocol}//${url.host}` === text;
}
