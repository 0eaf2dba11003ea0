/** The main job: a customer asks for a person, a person takes over, solves it, and the customer rates. Live on both sides. */
import { answerStart } from "../harness/knowledge";
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

test("from the first question to the rating", async ({ customer, member, api }) => {
  // Nobody is free, so that the conversation waits in the queue for somebody to take it.
  await (await api("agent")).presence("away");
  const agent = await member("agent");
  await agent.list("queue");

  const shop = await customer();
  await shop.openChat();
  await shop.say("怎么申请退货？");
  await expect(shop.log).toContainText(answerStart("怎么申请退货？"));
  await shop.askForPerson();
  await shop.expectHandedOver();

  await test.step("the agent sees it arrive, with what the bot tried and why", async () => {
    const row = agent.page
      .getByRole("region", { name: text("inbox:title") })
      .getByRole("link", { name: /等待|久等/ });
    await expect(row.first()).toBeVisible();
    await row.first().click();
    await expect(agent.log).toContainText("怎么申请退货？");
    await expect(agent.log).toContainText(answerStart("怎么申请退货？"));
  });

  await test.step("the agent takes it, and the customer is told who helps", async () => {
    await agent.claim();
    await expect(shop.log.getByText(shop.text("notice.agent_joined", { name: "李想" }))).toBeVisible();
  });

  await test.step("each sees the other type and speak", async () => {
    await agent.composer.pressSequentially("您好");
    await expect(shop.log.getByText(shop.text("typing.agent", { name: "李想" }))).toBeAttached();
    await agent.composer.fill("");
    await agent.reply("您好，请问订单号是多少？");
    await expect(shop.log.getByText("您好，请问订单号是多少？", { exact: true })).toBeVisible();
    await shop.composer.pressSequentially("XH2026");
    await expect(agent.page.getByRole("status").getByText(text("conversation:typing"))).toBeVisible();
    await shop.say("XH20260014131");
    await expect(agent.log.getByText("XH20260014131", { exact: true })).toBeVisible();
  });

  await test.step("a note stays among colleagues", async () => {
    await agent.writeNote("老客户，注意核对配件");
    await agent.reply("好的，已经帮您提交退货");
    await expect(shop.log.getByText("好的，已经帮您提交退货", { exact: true })).toBeVisible();
    await expect(shop.page.getByText("老客户，注意核对配件")).toHaveCount(0);
    await shop.page.reload();
    await shop.openChat();
    await expect(shop.log.getByText("好的，已经帮您提交退货", { exact: true })).toBeVisible();
    await expect(shop.page.getByText("老客户，注意核对配件")).toHaveCount(0);
  });

  await test.step("a canned reply is a slash away", async () => {
    await agent.composer.pressSequentially("/tuikuan");
    await expect(agent.page.getByRole("listbox").getByRole("option")).toHaveCount(1);
    await agent.composer.press("Enter");
    await expect(agent.composer).toHaveValue(/退款已经提交/);
    await agent.composer.press("Enter");
    await expect(shop.log).toContainText("退款已经提交");
  });

  await test.step("it is resolved, rated, and the rating appears at the agent's", async () => {
    await agent.button("conversation:action.resolve").click();
    await expect(shop.log.getByText(shop.text("notice.resolved"))).toBeVisible();
    await shop.button("rating.5").click();
    await shop.page.getByRole("textbox", { name: shop.text("rating.comment") }).fill("很耐心");
    await shop.button("rating.submit").click();
    await expect(agent.page.getByText(text("conversation:rating.score", { score: 5 }))).toBeVisible();
    await expect(agent.page.getByText("很耐心")).toBeVisible();
  });
});

test("an agent who is online gets the conversation by itself, and it arrives live", async ({
  customer,
  member,
}) => {
  const agent = await member("agent");
  await agent.presence("online");
  const shop = await customer();
  await shop.openChat();
  await shop.say("转人工，发票抬头写错了");
  await expect(shop.log.getByText(shop.text("notice.agent_joined", { name: "李想" }))).toBeVisible();
  await shop.say("抬头应该是青山书店");
  await agent.row("抬头应该是青山书店").click();
  await expect(agent.log).toContainText("转人工，发票抬头写错了");
  await agent.reply("我来帮您改");
  await expect(shop.log.getByText("我来帮您改", { exact: true })).toBeVisible();
});

test("the queue tells its place, and moves up when somebody before leaves", async ({ customer, api }) => {
  const agent = await api("agent");
  await agent.presence("away");
  const first = await customer();
  await first.openChat();
  await first.askForPerson();
  await expect(first.panel.getByText(first.text("queue.next").source.slice(1, -1))).toBeVisible();
  const second = await customer();
  await second.openChat();
  await second.askForPerson();
  await expect(second.panel.getByText(/前面还有 1 位/)).toBeVisible();
  await agent.claimNext();
  await expect(second.panel.getByText(/下一位就是你/)).toBeVisible();
});

test("a conversation is passed to a colleague with a note, and the customer is told", async ({
  customer,
  member,
}) => {
  const agent = await member("agent");
  await agent.presence("online");
  const shop = await customer();
  await shop.openChat();
  await shop.say("I want to talk to a person please");
  await expect(shop.log.getByText(shop.text("notice.agent_joined", { name: "李想" }))).toBeVisible();
  const emma = await member("agent2");
  await emma.presence("online");

  await shop.say("It is about my warranty");
  await agent.row("It is about my warranty").click();
  await agent.button("conversation:action.transfer").click();
  const dialog = agent.page.getByRole("dialog", { name: text("conversation:transfer.title") });
  await agent.choose("conversation:transfer.to", "Emma");
  await dialog.getByLabel(text("conversation:transfer.note")).fill("英文客户，问保修");
  await dialog.getByRole("button", { name: text("conversation:transfer.submit") }).click();

  await expect(shop.log.getByText(shop.text("notice.transferred", { name: "Emma" }))).toBeVisible();
  await emma.list("mine");
  await emma.row("It is about my warranty").click();
  await expect(emma.log.getByText("英文客户，问保修")).toBeVisible();
  await expect(shop.page.getByText("英文客户，问保修")).toHaveCount(0);
  await emma.reply("Hi, this is Emma");
  await expect(shop.log.getByText("Hi, this is Emma", { exact: true })).toBeVisible();
});

test("a conversation that goes to another team closes on the screen of who had it", async ({
  customer,
  member,
  api,
}) => {
  const agent = await member("agent");
  await agent.presence("online");
  const shop = await customer();
  await shop.openChat();
  await shop.say("转人工，发票抬头写错了");
  await expect(shop.log.getByText(shop.text("notice.agent_joined", { name: "李想" }))).toBeVisible();
  await shop.say("抬头应该是青山书店");
  await agent.row("抬头应该是青山书店").click();
  await expect(agent.composer).toBeVisible();

  const supervisor = await api("supervisor");
  const [conversation] = await supervisor.list<{ id: string }>("/conversations?view=all&handler=agent");
  const queues = await supervisor.list<{ id: string; name: string }>("/queues");
  const queue_id = queues.find(({ name }) => name === "English")?.id;
  await supervisor.send("POST", `/conversations/${conversation?.id}/transfer`, { to: { queue_id } });

  await expect(agent.page.getByText(text("conversation:movedAway.toTeam"))).toBeVisible();
  await expect(agent.log).toHaveCount(0);
  await expect(agent.row("抬头应该是青山书店")).toHaveCount(0);
  await agent.button("conversation:back").click();
  await expect(agent.page.getByText(text("inbox:nothingOpen.title"))).toBeVisible();
});

test("the unread badge counts what an agent wrote while the chat was closed", async ({ customer, api }) => {
  const agent = await api("agent");
  const shop = await customer();
  await shop.openChat();
  await shop.askForPerson();
  await shop.expectHandedOver();
  const id = await agent.claimNext();
  await expect(shop.log.getByText(shop.text("notice.agent_joined"))).toBeVisible();
  await shop.button("panel.close").click();
  await agent.reply(id, "第一句");
  await agent.reply(id, "第二句");
  await expect(shop.button("launcher.unread", { count: 2 })).toBeVisible();
  await shop.openChat();
  await expect(shop.log.getByText("第二句", { exact: true })).toBeVisible();
  await shop.button("panel.close").click();
  await expect(shop.button("launcher.open")).toBeVisible();
});

test("keys do the work: next, take, note, resolve", async ({ customer, member, api }) => {
  await (await api("agent")).presence("away");
  const shop = await customer();
  await shop.openChat();
  await shop.say("转人工");
  await shop.expectHandedOver();

  const agent = await member("agent");
  await expect(agent.page.getByRole("heading", { name: text("inbox:title") })).toBeVisible();
  await agent.page.keyboard.press("g");
  await agent.page.keyboard.press("n");
  await expect(agent.log).toContainText("转人工");
  await expect(agent.composer).toBeVisible();
  await agent.page.keyboard.press("n");
  await expect(agent.note).toBeFocused();
  await agent.page.keyboard.type("只给同事看");
  await agent.page.keyboard.press("Enter");
  await expect(agent.log.getByText("只给同事看", { exact: true })).toBeVisible();
  await agent.page.keyboard.press("Escape");
  await agent.page.keyboard.press("e");
  await expect(shop.log.getByText(shop.text("notice.resolved"))).toBeVisible();
});
