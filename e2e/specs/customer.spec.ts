/** What a customer does alone with the bot: asks, chooses, judges, rates, ends, takes the transcript along. */
import { readFileSync } from "node:fs";
import { answerStart } from "../harness/knowledge";
import { expect, test } from "../harness/test";

const QUESTION = "怎么申请退货？";

test("a question is answered from the knowledge, and the customer says that it helped", async ({
  customer,
}) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say("在哪里点退货");

  await expect(shop.log).toContainText(answerStart(QUESTION));
  await shop.button("feedback.helpful").click();
  await expect(shop.log.getByText(shop.text("feedback.thanks"))).toBeVisible();
});

test("a likely question is one click, and asked before the consent it waits for it", async ({ customer }) => {
  const shop = await customer();
  await shop.button("launcher.open").click();
  await shop.page.getByRole("button", { name: "怎么开发票？" }).click();
  await expect(shop.log.getByText(answerStart("怎么开发票？"))).toHaveCount(0);
  await shop.button("consent.agree").click();
  await expect(shop.log).toContainText(answerStart("怎么开发票？"));
});

test("an unclear question offers candidates, and a chosen one is answered", async ({ customer }) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say("发票");

  const options = shop.options;
  await expect(options.last()).toHaveText("都不是");
  expect(await options.count(), "up to three, and none of these").toBeLessThanOrEqual(4);
  const chosen = ((await options.first().textContent()) ?? "").trim();
  await options.first().click();
  await expect(shop.log).toContainText(answerStart(chosen));
  await expect(options.first()).toBeDisabled();
});

test("what the bot does not know, it says; asked twice in vain, it hands over", async ({ customer }) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say("月球上能不能种水稻");
  await shop.expectBotSpoke();
  await expect(shop.log.getByText(shop.text("notice.handoff_offline"))).toHaveCount(0);
  await shop.say("火星基地招聘宇航员吗");
  await shop.expectHandedOver();
});

test("an answer that did not help leads to a person", async ({ customer }) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say(QUESTION);
  await shop.button("feedback.notHelpful").click();
  await shop.expectHandedOver();
});

for (const words of ["转人工", "我要找真人客服", "说了半天没用，转人工吧"]) {
  test(`"${words}" leads to a person`, async ({ customer }) => {
    const shop = await customer();
    await shop.openChat();
    await shop.say(words);
    await shop.expectHandedOver();
  });
}

test("the button leads to a person", async ({ customer }) => {
  const shop = await customer();
  await shop.openChat();
  await shop.askForPerson();
  await shop.expectHandedOver();
});

test("in English, questions are asked and answered in English", async ({ customer }) => {
  const shop = await customer({ locale: "en" });
  await shop.openChat();
  await shop.say("How do I return an item?");
  await expect(shop.log).toContainText(answerStart("How do I return an item?"));
});

test("the history survives a reload, and sending again after it", async ({ customer }) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say(QUESTION);
  await expect(shop.log).toContainText(answerStart(QUESTION));
  await shop.page.reload();
  await shop.openChat();
  await expect(shop.log).toContainText(answerStart(QUESTION));
  await expect(shop.log.getByText(QUESTION, { exact: true }).first()).toBeVisible();
});

test("a picture is sent and can be opened", async ({ customer }) => {
  const shop = await customer();
  await shop.openChat();
  const picture = await shop.page.screenshot({ clip: { x: 0, y: 0, width: 120, height: 80 } });
  await shop.page.getByLabel(shop.text("composer.attach")).setInputFiles({
    name: "屏幕裂了.png",
    mimeType: "image/png",
    buffer: picture,
  });
  await shop.button("composer.send").click();
  const image = shop.log.getByRole("img", { name: shop.text("message.image", { name: "屏幕裂了.png" }) });
  await expect(image).toBeVisible();
  const link = image.locator("..");
  const stored = await shop.page.request.get((await link.getAttribute("href")) ?? "");
  expect(await stored.body()).toEqual(picture);
});

test("the customer ends the conversation, rates it and takes the transcript along", async ({
  customer,
  api,
}) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say(QUESTION);
  await expect(shop.log).toContainText(answerStart(QUESTION));

  const [download] = await Promise.all([shop.page.waitForEvent("download"), shop.menu("transcript.action")]);
  const transcript = readFileSync(await download.path(), "utf8");
  expect(transcript).toContain(QUESTION);
  expect(transcript).toContain(answerStart(QUESTION));

  await shop.menu("end.action");
  await shop.page
    .getByRole("alertdialog")
    .getByRole("button", { name: shop.text("end.confirm") })
    .click();
  await expect(shop.log.getByText(shop.text("notice.resolved_by_customer"))).toBeVisible();

  await shop.button("rating.4").click();
  await shop.page.getByRole("textbox", { name: shop.text("rating.comment") }).fill("挺快的");
  await shop.button("rating.submit").click();
  await expect(shop.log.getByText(shop.text("rating.submitted"))).toBeVisible();

  const supervisor = await api("supervisor");
  await expect
    .poll(() => supervisor.list<{ score: number; comment: string | null }>("/ratings"))
    .toContainEqual(expect.objectContaining({ score: 4, comment: "挺快的" }));
});

test("writing again after the end reopens the conversation", async ({ customer }) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say(QUESTION);
  await expect(shop.log).toContainText(answerStart(QUESTION));
  await shop.menu("end.action");
  await shop.page
    .getByRole("alertdialog")
    .getByRole("button", { name: shop.text("end.confirm") })
    .click();
  await expect(shop.log.getByText(shop.text("notice.resolved_by_customer"))).toBeVisible();
  await shop.say("怎么开发票？");
  await expect(shop.log.getByText(shop.text("notice.reopened"))).toBeVisible();
  await expect(shop.log).toContainText(answerStart("怎么开发票？"));
});

test("on a phone the chat fills the screen and works", async ({ customer }) => {
  const shop = await customer({ viewport: { width: 320, height: 568 } });
  await shop.openChat();
  await shop.say(QUESTION);
  await expect(shop.log).toContainText(answerStart(QUESTION));
  const overflow = await shop.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(overflow, "nothing hangs over the edge").toBe(false);
});
