/**
 * Takes a picture of every screen in both languages, both themes and several widths, on one demo server that has a few
 * conversations in different states. For people to look at; it asserts nothing.
 */
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { Server } from "./harness/server";
import type { Locale } from "./harness/texts";
import { Shop } from "./pages/shop";
import { Workspace } from "./pages/workspace";
import { busyDay } from "./scenes/busy-day";
import { screens } from "./screens";

const folder = process.env.YINGDA_TEST_SCREENSHOTS ?? "test-results/screenshots";

const test = base.extend<object, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures from this pattern
    async ({}, use) => {
      const server = await Server.start();
      await busyDay(server.url);
      await use(server);
      await server.remove();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

const locales: Locale[] = ["zh-CN", "en"];
const themes = ["light", "dark"] as const;
const widths = [
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
];
const phones = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

for (const locale of locales) {
  for (const theme of themes) {
    for (const viewport of widths) {
      test(`${locale} ${theme} ${viewport.width}`, async ({ browser, server }) => {
        for (const screen of screens) {
          const context = await browser.newContext({
            baseURL: server.url,
            locale,
            viewport,
            colorScheme: theme,
            reducedMotion: "reduce",
          });
          await context.addInitScript((chosen) => localStorage.setItem("yingda.locale", chosen), locale);
          const page = await context.newPage();
          if (screen.login) await Workspace.enter(page, screen.login);
          await screen.open(page);
          await page.waitForLoadState("networkidle");
          const name = `${screen.name}-${locale}-${theme}-${viewport.width}.png`;
          await page.screenshot({ path: join(folder, name), animations: "disabled" });
          await context.close();
        }
      });
    }

    for (const viewport of phones) {
      test(`widget ${locale} ${theme} ${viewport.width}`, async ({ browser, server }) => {
        const context = await browser.newContext({
          baseURL: server.url,
          locale,
          viewport,
          colorScheme: theme,
          reducedMotion: "reduce",
        });
        const shop = await Shop.open(await context.newPage(), locale);
        const shoot = (name: string) =>
          shop.page.screenshot({
            path: join(folder, `widget-${name}-${locale}-${theme}-${viewport.width}.png`),
            animations: "disabled",
          });
        await shop.button("launcher.open").waitFor();
        await shoot("shop");
        await shop.button("launcher.open").click();
        await shop.button("consent.agree").waitFor();
        await shoot("welcome");
        await shop.openChat();
        await shop.say(locale === "en" ? "How do I return an item?" : "怎么申请退货？");
        await shop.button("feedback.helpful").waitFor();
        await shoot("answer");
        await shop.say(locale === "en" ? "invoice" : "发票");
        await shop.options.first().waitFor();
        await shoot("candidates");
        await shop.askForPerson();
        await shop.expectHandedOver();
        await shoot("queue");
        await shop.menu("end.action");
        await shoot("end");
        await shop.page
          .getByRole("alertdialog")
          .getByRole("button", { name: shop.text("end.confirm") })
          .click();
        await shop.button("rating.5").waitFor();
        await shoot("rating");
        await context.close();
      });
    }
  }
}
