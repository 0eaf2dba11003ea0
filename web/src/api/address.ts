/**
 * Where the product is served: at a host's root, or below a path that the server writes into the page's `<base>`.
 * Addresses inside the app, which the router adds the path to, are written without it.
 */

/** The path, without a slash at its end; empty at a host's root. */
export const base = new URL(document.baseURI).pathname.replace(/\/[^/]*$/, "");

/** The browser's address of something of this server. */
export function addressOf(path: string): string {
  return base + path;
}

/** The app's address of the page that the browser's address names. */
export function pageOf({ pathname, search }: { pathname: string; search: string }): string {
  return pathname.slice(base.length) + search;
}
