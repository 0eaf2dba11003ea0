/** No serious violation of WCAG 2.2 AA on any screen, in the light and in the dark theme. */
import { expectAccessible } from "../harness/accessibility";
import { expect, test } from "../harness/test";
import { Workspace } from "../pages/workspace";
import { busyDay } from "../scenes/busy-day";
import { screens } from "../screens";

for (const colorScheme of ["light", "dark"] as const) {
  for (const login of new Set(screens.map((screen) => screen.login))) {
    test(`what ${login ?? "nobody yet"} sees, ${colorScheme}`, async ({ newContext, server }) => {
      test.setTimeout(180_000);
      await busyDay(server.url);
      const page = await (await newContext({ colorScheme })).newPage();
      if (login) await Workspace.enter(page, login);
      for (const screen of screens.filter((one) => one.login === login)) {
        await screen.open(page);
        await page.waitForLoadState("networkidle");
        await expectAccessible(page, screen.name);
      }
    });
  }
}

test("the widget, from the first look to the rating", async ({ customer }) => {
  test.setTimeout(120_000);
  const shop = await customer();
  await expect(shop.button("launcher.open")).toBeVisible();
  await expectAccessible(shop.page, "the shop");
  await shop.button("launcher.open").click();
  await expect(shop.button("consent.agree")).toBeVisible();
  await expectAccessible(shop.page, "the welcome");
  await shop.openChat();
  await shop.say("怎么申请退货？");
  await expect(shop.button("feedback.helpful")).toBeVisible();
  await expectAccessible(shop.page, "an answer");
  await shop.askForPerson();
  await shop.expectHandedOver();
  await expectAccessible(shop.page, "the queue");
  await shop.menu("end.action");
  await expectAccessible(shop.page, "the end");
  await shop.page
    .getByRole("alertdialog")
    .getByRole("button", { name: shop.text("end.confirm") })
    .click();
  await expect(shop.button("rating.5")).toBeVisible();
  await expectAccessible(shop.page, "the rating");
});
