/** The product below a path of a host that it shares: nothing of it may ask for anything outside. */
import { emailOf, PASSWORD } from "../harness/api";
import { answerStart } from "../harness/knowledge";
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

test.use({ serverOptions: { basePath: "/help/support" } });

test.afterEach(({ server }) => expect(server.strays).toEqual([]));

test("a member logs in, finds their page again, and logs out", async ({ page, server }) => {
  await page.goto("knowledge");
  await expect(page).toHaveURL(`${server.url}/login?next=%2Fknowledge`);
  await page.getByLabel(text("entrance:email")).fill(emailOf("knowledge"));
  await page.getByLabel(text("entrance:password")).fill(PASSWORD);
  await page.getByRole("button", { name: text("entrance:login.submit") }).click();
  await expect(page).toHaveURL(new RegExp(`^${server.url}/knowledge`));
  const [cookie] = await page.context().cookies(server.url);
  expect(cookie).toMatchObject({ name: "yingda_session", path: "/help/support", httpOnly: true });

  await page.reload();
  const icon = page.getByRole("navigation").locator("img").first();
  await expect.poll(() => icon.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await page.getByRole("button", { name: text("shell:user.menu") }).click();
  await page.getByRole("menuitem", { name: text("shell:user.logout") }).click();
  await expect(page).toHaveURL(`${server.url}/login`);
});

test("a customer chats with the bot and a person, and sends a picture", async ({ customer, member, api }) => {
  await (await api("agent")).presence("away");
  const agent = await member("agent");
  await agent.list("queue");
  const shop = await customer();
  const live = shop.page.waitForEvent("websocket");
  await shop.openChat();
  await shop.say("怎么申请退货？");
  expect((await live).url()).toContain("/help/support/realtime");
  await expect(shop.log).toContainText(answerStart("怎么申请退货？"));
  await shop.askForPerson();
  await shop.expectHandedOver();

  await agent
    .row(/等待|久等/)
    .first()
    .click();
  await agent.claim();
  await agent.reply("您好，我来帮您");
  await expect(shop.log.getByText("您好，我来帮您", { exact: true })).toBeVisible();

  const buffer = await shop.page.screenshot({ clip: { x: 0, y: 0, width: 120, height: 80 } });
  const file = { name: "屏幕裂了.png", mimeType: "image/png", buffer };
  await shop.page.getByLabel(shop.text("composer.attach")).setInputFiles(file);
  await shop.button("composer.send").click();
  const sent = shop.log.getByRole("img", { name: shop.text("message.image", { name: file.name }) });
  for (const picture of [sent, agent.log.getByRole("img", { name: file.name })]) {
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(120);
  }
});

test("a colleague comes in by their link, and the API's page says where operations are", async ({
  page,
  api,
  server,
}) => {
  const admin = await api("admin");
  const [team] = await admin.list<{ id: string }>("/teams");
  const invitation = { email: "new@example.com", name: "新同事", role: "agent", team_ids: [team?.id] };
  const { url } = await admin.send<{ url: string }>("POST", "/invitations", invitation);
  expect(url).toContain(`${server.url}/invitations/`);
  await page.goto(url);
  await page.getByLabel(text("entrance:password")).fill("three quiet green hills");
  await page.getByRole("button", { name: text("entrance:invitation.submit") }).click();
  await expect(page).toHaveURL(new RegExp(`^${server.url}/inbox`));

  await page.goto("docs");
  await expect(page.getByText("/help/support/api/v1/conversations", { exact: true }).first()).toBeVisible();
});
