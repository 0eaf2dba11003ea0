/** What administrators arrange: people, roles, tokens and channels. And what the others may not. */
import type { MemberApi } from "../harness/api";
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

/** A picture of one dot. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a colleague is invited by a link, joins with it once, and logs in", async ({ member, newContext }) => {
  const admin = await member("admin");
  const { page } = admin;
  await page.goto("/settings/members");
  await page.getByRole("button", { name: text("settings:members.invite") }).click();
  const dialog = page.getByRole("dialog", { name: text("settings:invitations.inviteTitle") });
  await dialog.getByLabel(text("settings:members.name")).fill("新来的小周");
  await dialog.getByLabel(text("settings:invitations.email")).fill("zhou@example.com");
  await admin.choose("settings:members.teams", "订单物流");
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: text("settings:invitations.create") }).click();
  const ready = page.getByRole("dialog", { name: text("settings:invitations.ready") });
  const link = (await ready.locator("code").textContent()) ?? "";
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/invitations\/\S+$/);

  const newcomer = await (await newContext()).newPage();
  await newcomer.goto(link);
  await expect(newcomer.getByText("zhou@example.com")).toBeVisible();
  await newcomer.getByLabel(text("entrance:password")).fill("seven calm river stones");
  await newcomer.getByRole("button", { name: text("entrance:invitation.submit") }).click();
  await expect(newcomer).toHaveURL(/\/inbox/);

  await ready.getByRole("button", { name: text("settings:form.done") }).click();
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: "zhou@example.com" })).toContainText("订单物流");

  const second = await (await newContext()).newPage();
  await second.goto(link);
  await expect(second.getByRole("heading", { name: text("entrance:invitation.over") })).toBeVisible();
  await expect(second.getByRole("button", { name: text("entrance:invitation.submit") })).toHaveCount(0);
  await second.goto("/login");
  await second.getByLabel(text("entrance:email")).fill("zhou@example.com");
  await second.getByLabel(text("entrance:password")).fill("seven calm river stones");
  await second.getByRole("button", { name: text("entrance:login.submit") }).click();
  await expect(second).toHaveURL(/\/inbox/);
});

test("a member who is disabled is logged out at once and cannot come back", async ({ member, api }) => {
  const agent = await member("agent");
  await expect(agent.page.getByRole("heading", { name: text("inbox:title") })).toBeVisible();
  const admin = await api("admin");
  const [victim] = await admin.list<{ id: string; version: number }>("/members?q=agent@demo");
  if (!victim) throw new Error("the demo company has no agent");
  await admin.send("PATCH", `/members/${victim.id}`, { state: "disabled", version: victim.version });
  await expect(agent.page).toHaveURL(/\/login/, { timeout: 20_000 });
  const answer = await agent.page.request.get("/api/v1/session");
  expect(answer.status()).toBe(401);
});

const MENUS = {
  admin: ["inbox", "knowledge", "settings"],
  supervisor: ["inbox", "knowledge", "insight"],
  agent: ["inbox", "knowledge"],
  knowledge: ["knowledge"],
  analyst: ["inbox", "insight"],
} as const;

for (const [login, expected] of Object.entries(MENUS)) {
  test(`${login} sees at least ${expected.join(", ")}, and every section shown works`, async ({ member }) => {
    const { page } = await member(login as keyof typeof MENUS);
    const rail = page.getByRole("navigation", { name: text("shell:rail") });
    for (const section of expected) {
      await expect(rail.getByRole("link", { name: text(`shell:section.${section}`) })).toBeVisible();
    }
    for (const link of await rail.getByRole("link").all()) {
      await link.click();
      await expect(
        page
          .getByRole("main")
          .or(page.getByRole("heading", { level: 1 }))
          .first(),
      ).toBeVisible();
      await expect(page.getByRole("alert")).toHaveCount(0);
    }
  });
}

test("a logo that is uploaded shows in the preview and, once saved, at the customer's", async ({
  member,
  customer,
}) => {
  const admin = await member("admin");
  const { page } = admin;
  await page.goto("/settings/channels");
  await page.getByRole("main").getByRole("row").nth(1).click();
  const chooser = page.getByTestId("logo-file");
  await chooser.setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
  await expect(page.getByRole("alert")).toHaveText(text("settings:channels.logoFault.type"));
  await chooser.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: DOT });
  const picture = page.getByRole("img", { name: text("settings:channels.logo"), exact: true });
  await expect(picture).toHaveAttribute("src", /^\/widget\/v1\/logos\/[0-9a-f]{64}$/);
  await page.getByRole("button", { name: text("settings:form.save") }).click();
  await expect(page.getByText(text("settings:form.saved"))).toBeVisible();

  const shop = await customer();
  await shop.button("launcher.open").click();
  const shown = shop.page.locator(".avatar.company img").first();
  await expect(shown).toHaveJSProperty("naturalWidth", 1);

  await page.getByRole("button", { name: text("settings:channels.logoRemove") }).click();
  await page.getByRole("button", { name: text("settings:form.save") }).click();
  await expect(picture).toHaveCount(0);
});

test("an agent can neither open nor call what is the administrator's", async ({ member }) => {
  const { page } = await member("agent");
  await page.goto("/settings/tokens");
  await expect(page.getByRole("button", { name: text("settings:tokens.new") })).toHaveCount(0);
  expect((await page.request.get("/api/v1/tokens")).status()).toBe(403);
  const channels = await page.request.get("/api/v1/channels");
  const { items } = (await channels.json()) as { items?: { identity_secret: string | null }[] };
  for (const channel of items ?? []) expect(channel.identity_secret).toBeNull();
  const withoutToken = await page.request.post("/api/v1/canned-replies", { data: {} });
  expect(withoutToken.status(), "a write without the CSRF token").toBe(403);
});

test("a token is shown once, works in its role, and not after it is revoked", async ({ member, server }) => {
  const admin = await member("admin");
  const { page } = admin;
  await page.goto("/settings/tokens");
  await page
    .getByRole("button", { name: text("settings:tokens.new") })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: text("settings:tokens.new") });
  await dialog.getByLabel(text("settings:tokens.name")).fill("订单系统");
  await admin.choose("settings:tokens.role", text("settings:role.knowledge_manager").source.slice(1, -1));
  await dialog.getByRole("button", { name: text("settings:form.create") }).click();
  const ready = page.getByRole("dialog", { name: text("settings:tokens.ready") });
  const secret = (await ready.locator("code").first().textContent()) ?? "";
  expect(secret).toMatch(/^yd_/);
  await ready.getByRole("button", { name: text("settings:form.done") }).click();

  const call = (path: string) =>
    fetch(`${server.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await call("/faq")).status).toBe(200);
  expect((await call("/tokens")).status).toBe(403);
  const row = page.getByRole("row").filter({ hasText: "订单系统" });
  await expect(row).not.toContainText(secret);
  await row.getByRole("button", { name: text("settings:tokens.revoke") }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: text("settings:tokens.revoke") })
    .click();
  await expect(row).toHaveCount(0);
  expect((await call("/faq")).status).toBe(401);
});

test("a channel's words and colour reach the customers, and its snippet works", async ({
  member,
  customer,
}) => {
  const { page } = await member("admin");
  await page.goto("/settings/channels");
  await page.getByText("官网在线客服").first().click();
  await page.getByLabel(text("settings:channels.color")).fill("#B3261E");
  await page.getByLabel(text("settings:channels.titleField")).locator("visible=true").fill("星河小助手");
  await page.getByRole("button", { name: text("settings:form.save") }).click();
  await expect(page.getByText(text("settings:form.saved")).first()).toBeVisible();

  const shop = await customer();
  await shop.button("launcher.open").click();
  await expect(
    shop.page.getByRole("dialog", { name: shop.text("panel.label", { title: "星河小助手" }) }),
  ).toBeVisible();
  const launcher = shop.button("launcher.close");
  await expect(launcher).toHaveCSS("background-color", "rgb(179, 38, 30)");

  await page.getByRole("tab", { name: text("settings:channels.section.install") }).click();
  const snippet = (await page.getByRole("tabpanel").locator("code").first().textContent()) ?? "";
  expect(snippet).toContain("widget.js");
  expect(snippet).toContain(await shop.channelKey());
});

test("a channel that is switched off shows no widget", async ({ api, customer }) => {
  const admin: MemberApi = await api("admin");
  const [channel] = await admin.list<{ id: string; version: number }>("/channels");
  if (!channel) throw new Error("the demo company has no channel");
  await admin.send("PATCH", `/channels/${channel.id}`, { enabled: false, version: channel.version });
  const shop = await customer();
  await shop.page.waitForLoadState("networkidle");
  await expect(shop.button("launcher.open")).toHaveCount(0);
});

test("a canned reply of one's own is there for oneself at once", async ({ member, api, customer }) => {
  const agentApi = await api("agent");
  await agentApi.presence("online");
  const shop = await customer();
  await shop.openChat();
  await shop.say("转人工");
  await expect(shop.log.getByText(shop.text("notice.agent_joined"))).toBeVisible();
  await shop.say("热气球几点起飞");
  const [brand] = await agentApi.list<{ id: string }>("/brands");
  await agentApi.send("POST", "/canned-replies", {
    brand_id: brand?.id,
    shortcut: "qiqiu",
    title: "热气球",
    text: "热气球每周六起飞",
    shared: false,
  });
  const agent = await member("agent");
  await agent.row("热气球几点起飞").click();
  await agent.composer.pressSequentially("/qiqiu");
  await agent.composer.press("Enter");
  await expect(agent.composer).toHaveValue("热气球每周六起飞");

  const emma = await api("agent2");
  const hers = await emma.list<{ shortcut: string }>("/canned-replies?q=qiqiu");
  expect(hers).toEqual([]);
});
