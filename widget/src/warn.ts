/** Words for the site's developer, in the browser's console; never for the customer. */
export function warn(text: string): void {
  // biome-ignore lint/suspicious/noConsole: a misconfigured page must be findable
  console.warn(`[yingda] ${text}`);
}
