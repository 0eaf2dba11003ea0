/** Every screen there is, and who looks at it: what is photographed, and what is checked for accessibility. */
import type { Page } from "@playwright/test";
import type { Login } from "./harness/api";

export interface Screen {
  name: string;
  /** Nobody is logged in where this is null. */
  login: Login | null;
  path: string;
  /** Brings the screen into the state that is worth looking at. */
  open?: (page: Page) => Promise<void>;
}

async function openFirst(page: Page, path: RegExp): Promise<void> {
  await page.locator(`a[href]`).first().waitFor();
  const links = await page
    .locator("a[href]")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const found = links.find((href) => href && path.test(href));
  if (found) await page.goto(found);
}

export const screens: Screen[] = [
  { name: "login", login: null, path: "/login" },
  { name: "inbox-mine", login: "agent", path: "/inbox" },
  { name: "inbox-supervisor", login: "supervisor", path: "/inbox" },
  { name: "team", login: "supervisor", path: "/team" },
  { name: "knowledge", login: "knowledge", path: "/knowledge" },
  { name: "knowledge-new", login: "knowledge", path: "/knowledge/faq/new" },
  { name: "knowledge-import", login: "knowledge", path: "/knowledge/import" },
  { name: "knowledge-try", login: "knowledge", path: "/knowledge/try" },
  { name: "knowledge-unanswered", login: "knowledge", path: "/knowledge/unanswered" },
  { name: "settings-company", login: "admin", path: "/settings/company" },
  { name: "settings-members", login: "admin", path: "/settings/members" },
  { name: "settings-roles", login: "admin", path: "/settings/roles" },
  { name: "settings-teams", login: "admin", path: "/settings/teams" },
  { name: "settings-channels", login: "admin", path: "/settings/channels" },
  {
    name: "settings-channel",
    login: "admin",
    path: "/settings/channels",
    open: (page) => openFirst(page, /\/settings\/channels\/chn_/),
  },
  { name: "settings-queues", login: "admin", path: "/settings/queues" },
  { name: "settings-canned", login: "admin", path: "/settings/canned" },
  { name: "settings-tokens", login: "admin", path: "/settings/tokens" },
  { name: "settings-ratings", login: "admin", path: "/settings/ratings" },
  { name: "not-found", login: "agent", path: "/nowhere" },
];
