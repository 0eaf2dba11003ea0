/** Connections break. Whoever was away, by network or because the server was, gets what they missed, once and in order. */
import { answerStart } from "../harness/knowledge";
import { expect, test } from "../harness/test";

test("what a customer writes while the server is down arrives once it is back", async ({
  server,
  customer,
}) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say("怎么开发票？");
  await expect(shop.log).toContainText(answerStart("怎么开发票？"));

  await server.kill();
  await shop.say("怎么申请退货？");
  await expect(shop.page.getByText(shop.text("link.lost"))).toBeVisible();
  await server.run();

  await expect(shop.log).toContainText(answerStart("怎么申请退货？"), { timeout: 40_000 });
  await expect(shop.page.getByText(shop.text("link.lost"))).toHaveCount(0);
  await shop.page.reload();
  await shop.openChat();
  await expect(shop.log).toContainText(answerStart("怎么申请退货？"));
  await expect(shop.log.getByText("怎么申请退货？", { exact: true })).toHaveCount(1);
});

test("a customer whose network was gone gets what an agent wrote meanwhile", async ({ customer, api }) => {
  const agent = await api("agent");
  const shop = await customer();
  await shop.openChat();
  await shop.askForPerson();
  await shop.expectHandedOver();
  const id = await agent.claimNext();
  await expect(shop.log.getByText(shop.text("notice.agent_joined"))).toBeVisible();

  await shop.page.context().setOffline(true);
  await shop.say("我刚才断网了");
  for (const text of ["第一句", "第二句", "第三句"]) await agent.reply(id, text);
  await shop.page.context().setOffline(false);

  await expect(shop.log.getByText("第三句", { exact: true })).toBeVisible({ timeout: 40_000 });
  for (const text of ["第一句", "第二句", "第三句", "我刚才断网了"]) {
    await expect(shop.log.getByText(text, { exact: true })).toHaveCount(1);
  }
  const order = await shop.log.getByText(/^第.句$/).allTextContents();
  expect(order).toEqual(["第一句", "第二句", "第三句"]);
  await expect.poll(() => agent.textsOf(id)).toContain("我刚才断网了");
});
