/** The doors: logging in and out, and the first start of an empty installation. */
import type { Page } from "@playwright/test";
import { emailOf, PASSWORD } from "../harness/api";
import { expect, test } from "../harness/test";
import { text } from "../harness/texts";

async function fillLogin(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel(text("entrance:email")).fill(email);
  await page.getByLabel(text("entrance:password")).fill(password);
  await page.getByRole("button", { name: text("entrance:login.submit") }).click();
}

test("somebody without a session is asked to log in and then sees what they came for", async ({ page }) => {
  await page.goto("/knowledge");
  await fillLogin(page, emailOf("knowledge"), PASSWORD);
  await expect(page).toHaveURL(/\/knowledge/);

  await page.getByRole("button", { name: text("shell:user.menu") }).click();
  await page.getByRole("menuitem", { name: text("shell:user.logout") }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/knowledge");
  await expect(page).toHaveURL(/\/login/);
});

test("a wrong password is refused in words and leaves the form as it was", async ({ page }) => {
  await page.goto("/login");
  await fillLogin(page, emailOf("agent"), "not the password");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel(text("entrance:email"))).toHaveValue(emailOf("agent"));
  await expect(page).toHaveURL(/\/login/);
});

test("on a demo server a demo account is one click away", async ({ page }) => {
  await page.goto("/login");
  await page.getByRole("button", { name: text("entrance:demo.agent") }).click();
  await page.getByRole("button", { name: text("entrance:login.submit") }).click();
  await expect(page).toHaveURL(/\/inbox/);
});

test.describe("without the demo", () => {
  test.use({ serverOptions: { demo: false } });

  test("the first start asks for the first administrator, once", async ({ page, newContext }) => {
    await page.goto("/");
    await expect(page).toHaveURL(/\/setup/);
    await page.getByLabel(text("entrance:setup.company")).fill("青山书店");
    await page.getByLabel(text("entrance:name")).fill("林青");
    await page.getByLabel(text("entrance:email")).fill("lin@example.com");
    await page.getByLabel(text("entrance:password")).fill("short");
    await page.getByRole("button", { name: text("entrance:setup.submit") }).click();
    await expect(page.getByText(text("entrance:passwordShort"))).toBeVisible();
    await page.getByLabel(text("entrance:password")).fill("three quiet green hills");
    await page.getByRole("button", { name: text("entrance:setup.submit") }).click();
    await expect(page).toHaveURL(/\/inbox/);

    const other = await (await newContext()).newPage();
    await other.goto("/setup");
    await expect(other).toHaveURL(/\/login/);
    await fillLogin(other, "lin@example.com", "three quiet green hills");
    await expect(other).toHaveURL(/\/inbox/);
    await expect(other.getByRole("link", { name: text("shell:section.settings") })).toBeVisible();
  });

  test("there is no demo shop and no demo login", async ({ page }) => {
    const answer = await page.request.post("/demo/login", { data: { customer: 1 } });
    expect(answer.status()).toBe(404);
  });
});
