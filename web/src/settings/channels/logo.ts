/** Where a channel's logo may be shown. Pure. */

/** Whether it lies with another site: this page's policy loads no images from there, the customer's page may. */
export function isElsewhere(logo: string | null, ownOrigin: string): boolean {
  return !!logo && URL.canParse(logo) && new URL(logo).origin !== ownOrigin;
}

/** Whether this page can show it. */
export function isShowable(logo: string | null, ownOrigin: string): logo is string {
  return !!logo && /^(?:https:\/\/|\/)/u.test(logo) && !isElsewhere(logo, ownOrigin);
}
