/** A customer who wants to be forgotten: an administrator erases them beside their conversation. */
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

test("an administrator erases a customer, and nothing of them is left", async ({ customer, member }) => {
  const shop = await customer();
  await shop.openChat();
  await shop.say("请把我的资料都删掉");
  await shop.expectBotSpoke();

  const ada = await member("admin");
  await ada.list("all");
  const rows = ada.page.getByRole("region", { name: text("inbox:title") }).locator('a[href*="/inbox/cnv_"]');
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  await rows.first().click();
  await expect(ada.log).toContainText("请把我的资料都删掉");
  await ada.page.getByRole("tab", { name: text("context:tab.customer") }).click();
  await ada.page.getByRole("button", { name: text("context:erase.open") }).click();

  const dialog = ada.page.getByRole("dialog");
  const erase = dialog.getByRole("button", { name: text("context:erase.action") });
  await expect(erase, "only who has typed the name may").toBeDisabled();
  const field = dialog.getByRole("textbox");
  const asked = (await dialog.locator("label").textContent()) ?? "";
  await field.fill(/「(.+)」/.exec(asked)?.[1] ?? "");
  await erase.click();
  await expect(ada.page.getByText(text("context:erase.done"))).toBeVisible();
  await expect(rows).toHaveCount(before - 1);

  await test.step("their widget begins anew", async () => {
    await shop.page.reload();
    await shop.openChat();
    await expect(shop.log.getByText("请把我的资料都删掉")).toHaveCount(0);
    await shop.say("怎么申请退货？");
    await shop.expectBotSpoke();
  });
});
