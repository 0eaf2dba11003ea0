/** Language and theme: chosen in the menu, kept in the browser. */
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

test("a member reads the workspace in the language they choose, also after a reload", async ({ member }) => {
  const { page } = await member("agent");
  await page.getByRole("button", { name: text("shell:user.menu") }).click();
  await page.getByRole("menuitem", { name: text("shell:user.language") }).hover();
  await page.getByRole("menuitem", { name: "English" }).click();

  await expect(page.getByRole("heading", { name: text("inbox:title", {}, "en") })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.reload();
  await expect(page.getByRole("heading", { name: text("inbox:title", {}, "en") })).toBeVisible();
});

test("a member's own language is the one they work in", async ({ member }) => {
  const { page } = await member("agent2");
  await expect(page.getByRole("heading", { name: text("inbox:title", {}, "en") })).toBeVisible();
});

test("the theme follows the system until one is chosen", async ({ member }) => {
  const { page } = await member("agent");
  const root = page.locator("html");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(root).toHaveAttribute("data-theme", "dark");

  await page.getByRole("button", { name: text("shell:user.menu") }).click();
  await page.getByRole("menuitem", { name: text("shell:user.appearance") }).hover();
  await page.getByRole("menuitem", { name: text("shell:appearance.light") }).click();
  await expect(root).toHaveAttribute("data-theme", "light");
  await page.reload();
  await expect(root).toHaveAttribute("data-theme", "light");
});
