/** Language and theme: chosen in the menu, kept in the browser. */
import { emailOf, PASSWORD } from "../harness/api";
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

test("a member reads the workspace in the language they choose, also after a reload", async ({ member }) => {
  const agent = await member("agent");
  const { page } = agent;
  await agent.menu(text("shell:user.language"), /^English$/);

  await expect(page.getByRole("heading", { name: text("inbox:title", {}, "en") })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.reload();
  await expect(page.getByRole("heading", { name: text("inbox:title", {}, "en") })).toBeVisible();
});

test("who logs in works in their own language, whatever the browser speaks", async ({ page }) => {
  await page.goto("/login");
  await page.getByLabel(text("entrance:email")).fill(emailOf("agent2"));
  await page.getByLabel(text("entrance:password")).fill(PASSWORD);
  await page.getByRole("button", { name: text("entrance:login.submit") }).click();
  await expect(page.getByRole("heading", { name: text("inbox:title", {}, "en") })).toBeVisible();
});

test("the entrance speaks the browser's language and the one that is chosen there", async ({ page }) => {
  await page.goto("/login");
  await expect(page.getByRole("heading", { name: text("entrance:login.title") })).toBeVisible();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: text("entrance:login.title", {}, "en") })).toBeVisible();
});

test("the theme follows the system until one is chosen", async ({ member }) => {
  const agent = await member("agent");
  const { page } = agent;
  const root = page.locator("html");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(root).toHaveAttribute("data-theme", "dark");

  await agent.menu(text("shell:user.appearance"), text("shell:appearance.light"));
  await expect(root).toHaveAttribute("data-theme", "light");
  await page.reload();
  await expect(root).toHaveAttribute("data-theme", "light");
});
