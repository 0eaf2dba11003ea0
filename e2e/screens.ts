/** Every screen of the members' app and who looks at it: what is photographed, and checked for accessibility. */
import type { Page } from "@playwright/test";
import type { Login } from "./harness/api";

export interface Screen {
  name: string;
  /** Nobody is logged in where this is null. */
  login: Login | null;
  open: (page: Page) => Promise<void>;
}

function at(name: string, login: Login | null, path: string): Screen {
  return {
    name,
    login,
    open: async (page) => {
      await page.goto(path);
    },
  };
}

/** A screen about one thing: the first of a list that this member can read. */
function first(name: string, login: Login, list: string, address: (id: string) => string): Screen {
  return {
    name,
    login,
    open: async (page) => {
      const answer = await page.request.get(`/api/v1${list}`);
      const { items } = (await answer.json()) as { items: { id: string }[] };
      const [item] = items;
      if (!item) throw new Error(`${list} is empty`);
      await page.goto(address(item.id));
    },
  };
}

/** The course of the day as a table. */
function table(name: string, login: Login, path: string): Screen {
  return {
    name,
    login,
    open: async (page) => {
      await page.goto(path);
      await page.locator(".ant-segmented-item").last().click();
    },
  };
}

/** The alarms, above whatever page it is. */
function alarms(name: string, login: Login): Screen {
  return {
    name,
    login,
    open: async (page) => {
      await page.goto("/settings/company");
      await page
        .getByRole("navigation")
        .getByRole("button", { name: /^(告警|Alarms|\d+ (条告警|alarm))/ })
        .click();
    },
  };
}

export const screens: Screen[] = [
  at("login", null, "/login"),
  at("inbox", "agent", "/inbox"),
  at("inbox-all", "supervisor", "/inbox?view=all"),
  first("conversation", "agent", "/conversations?view=mine", (id) => `/inbox/${id}`),
  first("conversation-queued", "agent", "/conversations?view=queue", (id) => `/inbox/${id}`),
  at("team", "supervisor", "/team"),
  at("knowledge", "knowledge", "/knowledge"),
  first("knowledge-edit", "knowledge", "/faq", (id) => `/knowledge/faq/${id}`),
  at("knowledge-new", "knowledge", "/knowledge/faq/new"),
  at("knowledge-import", "knowledge", "/knowledge/import"),
  at("knowledge-try", "knowledge", "/knowledge/try"),
  at("knowledge-unanswered", "knowledge", "/knowledge/unanswered"),
  at("insight", "supervisor", "/insight"),
  table("insight-table", "analyst", "/insight"),
  at("settings-company", "admin", "/settings/company"),
  at("settings-members", "admin", "/settings/members"),
  at("settings-roles", "admin", "/settings/roles"),
  at("settings-teams", "admin", "/settings/teams"),
  at("settings-channels", "admin", "/settings/channels"),
  first("settings-channel", "admin", "/channels", (id) => `/settings/channels/${id}`),
  at("settings-queues", "admin", "/settings/queues"),
  at("settings-canned", "admin", "/settings/canned"),
  at("settings-tokens", "admin", "/settings/tokens"),
  at("settings-ratings", "admin", "/settings/ratings"),
  alarms("alarms", "admin"),
  at("not-found", "agent", "/nowhere"),
];
