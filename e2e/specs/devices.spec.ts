/** Known customers: logged in to the shop, they have one history on all their devices, and nobody can pose as them. */
import { answerStart } from "../harness/knowledge";
import { expect, test } from "../harness/test";

const QUESTION = "怎么开发票？";

test("a known customer's conversation is live on a second device and has the same history", async ({
  customer,
}) => {
  const phone = await customer({ viewport: { width: 390, height: 844 } });
  await phone.login(1);
  await phone.openChat();
  await phone.say(QUESTION);
  await expect(phone.log).toContainText(answerStart(QUESTION));

  const laptop = await customer();
  await laptop.login(1);
  await laptop.openChat();
  await expect(laptop.log.getByText(QUESTION, { exact: true })).toHaveCount(1);
  await expect(laptop.log).toContainText(answerStart(QUESTION));

  await laptop.say("在哪里点退货");
  await expect(phone.log.getByText("在哪里点退货", { exact: true })).toHaveCount(1);
  await expect(phone.log).toContainText(answerStart("怎么申请退货？"));
});

test("an anonymous visitor and another customer do not see that history", async ({ customer }) => {
  const first = await customer();
  await first.login(1);
  await first.openChat();
  await first.say(QUESTION);
  await expect(first.log).toContainText(answerStart(QUESTION));

  const second = await customer();
  await second.openChat();
  await expect(second.log.getByText(answerStart(QUESTION))).toHaveCount(0);
  await second.login(3);
  await second.openChat();
  await expect(second.log.getByText(answerStart(QUESTION))).toHaveCount(0);
});

test("what was asked before logging in stays when the visitor turns out to be known", async ({
  customer,
}) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say(QUESTION);
  await expect(shop.log).toContainText(answerStart(QUESTION));
  await shop.login(2);
  await shop.openChat();
  await expect(shop.log.getByText(QUESTION, { exact: true })).toHaveCount(1);
});

test("a forged or used identity is refused", async ({ server, customer }) => {
  const shop = await customer();
  const answer = await shop.page.request.post("/demo/login", { data: { customer: 1 } });
  const { identity } = (await answer.json()) as { identity: string };
  const [header = "", claims = "", signature = ""] = identity.split(".");
  const other = Buffer.from(
    JSON.stringify({
      ...JSON.parse(Buffer.from(claims, "base64url").toString()),
      sub: "xh-1002",
      jti: "other",
    }),
  ).toString("base64url");
  const key = await shop.channelKey();
  const arrive = (token: string) =>
    shop.page.request.post(`${server.url}/widget/v1/sessions`, {
      data: { channel_key: key, visitor_token: null, identity: token, locale: "zh-CN", consent: false },
    });

  const forged = await arrive([header, other, signature].join("."));
  expect(forged.status()).toBe(401);
  expect(((await forged.json()) as { code: string }).code).toBe("token_invalid");
  const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  expect((await arrive(`${unsigned}.${other}.`)).status()).toBe(401);

  expect((await arrive(identity)).ok()).toBe(true);
  const again = await arrive(identity);
  expect(again.status()).toBe(401);
  expect(((await again.json()) as { code: string }).code).toBe("token_replayed");
});
