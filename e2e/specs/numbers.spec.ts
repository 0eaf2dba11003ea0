/** Today's numbers: live while somebody looks, for those who may, and as a file that Excel opens. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { channelKey, VisitorApi } from "../harness/api";
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

/** A key figure, by the name that stands above it. */
function figure(page: Page, key: string) {
  return page.locator("dl > div").filter({ has: page.getByText(text(key)) });
}

test("a supervisor sees a customer come, wait and be helped, without touching the page", async ({
  member,
  api,
  server,
}) => {
  const { page } = await member("supervisor");
  const agent = await api("agent");
  await page.goto("/insight");
  await expect(page.getByRole("heading", { level: 1, name: text("insight:title") })).toBeVisible();
  const waiting = page
    .getByRole("region", { name: text("insight:present.title") })
    .locator("strong")
    .first();
  await expect(waiting).toHaveText("0");

  const visitor = await VisitorApi.arrive(server.url, await channelKey(server.url));
  const id = await visitor.say("转人工");
  await expect(waiting).toHaveText("1");
  await expect(figure(page, "insight:figure.handedOff").locator("strong")).not.toHaveText("0");

  await agent.claim(id);
  await agent.reply(id, "您好，请讲");
  await expect(waiting).toHaveText("0");
  await agent.resolve(id);
  await visitor.rate(id, 5, null);
  const satisfied = figure(page, "insight:figure.satisfied").locator("strong");
  await expect(satisfied).toHaveText(/^\d+%$/);
});

test("the day before and one team are in the address, and every number says how it is counted", async ({
  member,
  server,
}) => {
  const analyst = await member("analyst");
  const { page } = analyst;
  await page.goto("/insight");
  await page.getByRole("button", { name: text("insight:previous") }).click();
  await expect(page).toHaveURL(/date=\d{4}-\d{2}-\d{2}/);
  await expect(page.getByRole("heading", { level: 1, name: text("insight:dayTitle") })).toBeVisible();
  await expect(page.getByRole("region", { name: text("insight:present.title") })).toHaveCount(0);
  await analyst.choose("insight:team", "订单物流");
  await expect(page).toHaveURL(/team=tem_/);
  await page.reload();
  await expect(page.getByTitle("订单物流")).toBeVisible();

  // Shortly after midnight nothing has happened yet.
  await (await VisitorApi.arrive(server.url, await channelKey(server.url))).say("怎么申请退货？");
  await page.goto("/insight");
  const why = page.getByRole("button", { name: text("insight:explain", { name: "排队等待" }) });
  await why.focus();
  await expect(page.getByRole("tooltip").filter({ hasText: "中位数" })).toBeVisible();
  await page.getByText(text("insight:hours.table")).click();
  await expect(page.getByRole("columnheader", { name: text("insight:hours.answered") })).toBeVisible();
});

test("the file opens in Excel: a byte order mark, a row for each hour", async ({ member }) => {
  const { page } = await member("analyst");
  await page.goto("/insight");
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: text("insight:export") }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^numbers-\d{4}-\d{2}-\d{2}\.csv$/);
  const content = readFileSync(await file.path(), "utf8");
  expect(content.startsWith("\uFEFF日期,时段,")).toBe(true);
  expect(content.trimEnd().split("\n").length).toBeGreaterThan(1);
});

test("an agent has no numbers, neither in the menu nor over HTTP", async ({ member }) => {
  const { page } = await member("agent");
  const rail = page.getByRole("navigation", { name: text("shell:rail") });
  await expect(rail.getByRole("link", { name: text("shell:section.inbox") })).toBeVisible();
  await expect(rail.getByRole("link", { name: text("shell:section.insight") })).toHaveCount(0);
  expect((await page.request.get("/api/v1/numbers")).status()).toBe(403);
});

test.describe("a company without customers", () => {
  test.use({ serverOptions: { demo: false } });

  test("the page says what will stand there", async ({ page }) => {
    await page.goto("/setup");
    await page.getByLabel(text("entrance:setup.company")).fill("新店");
    await page.getByLabel(text("entrance:name")).fill("王一");
    await page.getByLabel(text("entrance:email")).fill("wang@example.com");
    await page.getByLabel(text("entrance:password")).fill("seven calm river stones");
    await page.getByRole("button", { name: text("entrance:setup.submit") }).click();
    await expect(page).toHaveURL(/\/inbox/);
    await page.goto("/insight");
    await expect(page.getByText(text("insight:empty.title"))).toBeVisible();
  });
});
