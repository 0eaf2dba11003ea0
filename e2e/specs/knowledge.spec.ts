/** What the bot knows, kept by people: written, tried, imported, and made from what it could not answer. */
import type { Page } from "@playwright/test";
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

const NEW_QUESTION = "可以预约试驾热气球吗？";
const NEW_ANSWER = "我们的热气球每周六上午起飞，请提前三天电话预约。";

async function fillEntry(
  page: Page,
  question: string,
  answer: string,
  similar: string[] = [],
): Promise<void> {
  const editor = page.getByRole("dialog");
  await editor.getByLabel(text("knowledge:field.question")).fill(question);
  await editor.getByLabel(text("knowledge:field.answer")).fill(answer);
  for (const [index, line] of similar.entries()) {
    await editor.getByLabel(text("knowledge:similar.line", { line: index + 1 })).fill(line);
  }
}

test("a new entry answers customers at once, an edited one differently, a disabled one not at all", async ({
  member,
  customer,
}) => {
  const { page } = await member("knowledge");
  await page.goto("/knowledge");
  await page.getByRole("button", { name: text("knowledge:faq.new") }).click();
  await fillEntry(page, NEW_QUESTION, NEW_ANSWER, ["热气球怎么约"]);
  await page.getByRole("button", { name: text("knowledge:editor.create"), exact: true }).click();
  await expect(page.getByText(text("knowledge:editor.created"))).toBeVisible();

  const shop = await customer();
  await shop.openChat();
  await shop.say("热气球怎么约");
  await expect(shop.log).toContainText(NEW_ANSWER);

  await page.getByLabel(text("knowledge:faq.search")).fill("热气球");
  await expect(page).toHaveURL(/q=/);
  await page.getByText(NEW_QUESTION).first().click();
  await page.getByRole("dialog").getByLabel(text("knowledge:field.answer")).fill("热气球项目已经停了。");
  await page.getByRole("button", { name: text("knowledge:editor.save") }).click();
  await expect(page.getByText(text("knowledge:editor.saved"))).toBeVisible();
  await shop.say("热气球怎么约");
  await expect(shop.log).toContainText("热气球项目已经停了。");

  await page.getByText(NEW_QUESTION).first().click();
  await page.getByRole("dialog").getByRole("switch").click();
  await page.getByRole("button", { name: text("knowledge:editor.save") }).click();
  await expect(page.getByText(text("knowledge:faq.disabled"), { exact: true }).first()).toBeVisible();
  const later = await customer();
  await later.openChat();
  await later.say("热气球怎么约");
  await later.expectBotSpoke();
  await expect(later.log).not.toContainText("热气球项目已经停了。");
});

test("two who edit the same entry lose nothing: the second is shown the first's change", async ({
  member,
  api,
}) => {
  const { page } = await member("knowledge");
  const admin = await api("admin");
  const [entry] = await admin.list<{ id: string; version: number; question: string }>("/faq?q=怎么开发票");
  if (!entry) throw new Error("the demo company knows nothing of invoices");
  await page.goto(`/knowledge/faq/${entry.id}`);
  const answer = page.getByRole("dialog").getByLabel(text("knowledge:field.answer"));
  await expect(answer).not.toBeEmpty();
  await admin.send("PATCH", `/faq/${entry.id}`, { answer: "同事的答案", version: entry.version });
  await answer.fill("我的答案");
  await page.getByRole("button", { name: text("knowledge:editor.save") }).click();
  const conflict = page.getByRole("dialog", { name: text("knowledge:conflict.title") });
  await expect(conflict).toContainText("同事的答案");
  await expect(conflict).toContainText("我的答案");
});

test("an import names every bad row, writes nothing before it is told, and then the good rows", async ({
  member,
  api,
}) => {
  const { page } = await member("knowledge");
  await page.goto("/knowledge/import");
  const csv = [
    "标准问,答案,相似问,分类,语言,启用",
    "热气球几点起飞？,每天早上六点。,热气球什么时候飞|几点能坐热气球,热气球,zh-CN,是",
    ",没有问题的答案,,热气球,zh-CN,是",
    "热气球多少钱？,,,热气球,zh-CN,是",
    "热气球安全吗？,有教练陪同。,,热气球,法语,是",
    "热气球能带狗吗？,小型犬可以。,,热气球,zh-CN,是",
  ].join("\n");
  await page.locator("input[type=file]").setInputFiles({
    name: "热气球.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`\uFEFF${csv}`, "utf8"),
  });
  await expect(page.getByRole("region", { name: text("knowledge:import.checked") })).toBeVisible();
  const report = page.getByRole("region", { name: text("knowledge:import.checked") });
  for (const line of ["3", "4", "5"])
    await expect(report.getByText(line, { exact: true }).first()).toBeVisible();
  await expect(report.getByText(text("knowledge:field.question")).first()).toBeVisible();
  await expect(report.getByText(text("knowledge:field.answer")).first()).toBeVisible();

  const admin = await api("admin");
  expect(await admin.list("/faq?category=热气球")).toEqual([]);
  await page.getByRole("button", { name: text("knowledge:import.importGood", { count: 2 }) }).click();
  await expect(page.getByText(text("knowledge:import.done"))).toBeVisible();
  expect(await admin.list("/faq?category=热气球")).toHaveLength(2);
});

test("a file that is no table is refused in words", async ({ member }) => {
  const { page } = await member("knowledge");
  await page.goto("/knowledge/import");
  const file = { name: "读我.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") };
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(page.getByText(text("knowledge:import.unsupported", { name: "读我.pdf" }))).toBeVisible();
});

test("trying a question shows what the bot would do and why, and improves it in one step", async ({
  member,
}) => {
  const { page } = await member("knowledge");
  await page.goto("/knowledge/try");
  const field = page.getByRole("textbox", { name: text("knowledge:try.placeholder") });
  await field.fill("在哪里点退货");
  await field.press("Enter");
  await expect(page.getByText(text("knowledge:try.decision.answer"))).toBeVisible();
  await expect(page.getByRole("button", { name: "怎么申请退货？" })).toBeVisible();

  await field.fill("火星基地招聘宇航员吗");
  await field.press("Enter");
  await page.getByRole("button", { name: text("knowledge:try.createNew") }).click();
  const editor = page.getByRole("dialog");
  await expect(editor.getByLabel(text("knowledge:field.question"))).toHaveValue("火星基地招聘宇航员吗");
  await editor.getByLabel(text("knowledge:field.answer")).fill("不招聘，谢谢您的关心。");
  await page.getByRole("button", { name: text("knowledge:editor.create"), exact: true }).click();
  await field.press("Enter");
  await expect(page.getByText(text("knowledge:try.decision.answer"))).toBeVisible();
});

test("what the bot could not answer becomes an entry in one step", async ({ customer, member, api }) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say("你们卖热气球的燃料罐不");
  await shop.expectBotSpoke();

  const { page } = await member("knowledge");
  await page.goto("/knowledge/unanswered");
  const row = page.getByRole("row").filter({ hasText: "你们卖热气球的燃料罐不" });
  await row.getByRole("button", { name: text("knowledge:unanswered.write") }).click();
  const editor = page.getByRole("dialog");
  await expect(editor.getByLabel(text("knowledge:field.question"))).toHaveValue("你们卖热气球的燃料罐不");
  await editor.getByLabel(text("knowledge:field.answer")).fill("燃料罐只在门店有售。");
  await page.getByRole("button", { name: text("knowledge:editor.create"), exact: true }).click();
  await expect(row).toHaveCount(0);

  await shop.say("你们卖热气球的燃料罐不");
  await expect(shop.log).toContainText("燃料罐只在门店有售。");
  const admin = await api("admin");
  const [resolved] = await admin.list<{ question: string }>("/unanswered?state=resolved");
  expect(resolved?.question).toBe("你们卖热气球的燃料罐不");
});

test("a reader sees the knowledge and no way to change it", async ({ member }) => {
  const { page } = await member("agent");
  await page.goto("/knowledge");
  await expect(page.getByText(text("knowledge:readOnly"))).toBeVisible();
  await expect(page.getByRole("button", { name: text("knowledge:faq.new") })).toHaveCount(0);
  await expect(page.getByRole("button", { name: text("knowledge:faq.import") })).toHaveCount(0);
});
