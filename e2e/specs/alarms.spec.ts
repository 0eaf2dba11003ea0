/** Alarms: an administrator sees one come, sees to it, and sees it go; others see nothing of it. */
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

test("an administrator sees an alarm come, sees to it, and sees it go", async ({ member, server }) => {
  const { page } = await member("admin");
  const quiet = page.getByRole("button", { name: text("alarms:bellQuiet") });
  await quiet.click();
  const drawer = page.getByRole("dialog", { name: text("alarms:title") });
  await expect(drawer.getByText(text("alarms:none.title"))).toBeVisible();

  server.variables.YINGDA_ALARMS_DISK_FREE_PERCENT = "100";
  await server.stop();
  await server.run();
  const alarm = drawer.getByRole("article", { name: text("alarms:kind.disk-low.title") }).first();
  await expect(alarm).toBeVisible({ timeout: 30_000 });
  await expect(alarm.getByText(text("alarms:kind.disk-low.meaning"))).toBeVisible();
  await alarm.getByRole("button", { name: text("alarms:acknowledge") }).click();
  await expect(alarm.getByText(text("alarms:seenBy"))).toBeVisible();
  await expect(alarm.getByRole("button", { name: text("alarms:acknowledge") })).toHaveCount(0);
  await alarm.getByRole("button", { name: text("alarms:mute") }).click();
  await page.getByRole("menuitem", { name: text("alarms:hours.8") }).click();
  await expect(alarm.getByRole("button", { name: text("alarms:unmute") })).toBeVisible();

  server.variables.YINGDA_ALARMS_DISK_FREE_PERCENT = "0";
  await server.stop();
  await server.run();
  await expect(drawer.getByText(text("alarms:none.title"))).toBeVisible({ timeout: 30_000 });
});

test("others have no bell", async ({ member }) => {
  const { page } = await member("supervisor");
  await expect(page.getByRole("navigation", { name: text("shell:rail") })).toBeVisible();
  await expect(page.getByRole("button", { name: text("alarms:bellQuiet") })).toHaveCount(0);
});
