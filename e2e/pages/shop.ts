/** The demo shop as a customer uses it: the page, and the chat widget on it. */
import { expect, type Locator, type Page } from "@playwright/test";
import { type Locale, widgetText } from "../harness/texts";

type WidgetKey = Parameters<typeof widgetText>[0];

export class Shop {
  private constructor(
    readonly page: Page,
    readonly locale: Locale,
  ) {}

  static async open(page: Page, locale: Locale): Promise<Shop> {
    await page.goto("/demo");
    return new Shop(page, locale);
  }

  text(key: WidgetKey, values: Record<string, string | number> = {}): RegExp {
    return widgetText(key, values, this.locale);
  }

  get log(): Locator {
    return this.page.getByRole("log", { name: this.text("panel.log") });
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: this.text("composer.label") });
  }

  button(key: WidgetKey, values: Record<string, string | number> = {}): Locator {
    return this.page.getByRole("button", { name: this.text(key, values) });
  }

  /** Opens the widget, and agrees to its notice where the channel asks for that. */
  async openChat(): Promise<void> {
    await this.button("launcher.open").click();
    const agree = this.button("consent.agree");
    await expect(agree.or(this.composer).first()).toBeVisible();
    if (await agree.isVisible()) await agree.click();
    await expect(this.composer).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
    await expect(this.log.getByText(text, { exact: true }).last()).toBeVisible();
  }

  async askForPerson(): Promise<void> {
    await this.button("handoff.button").click();
  }

  /** The candidate questions of the bot's last offer. */
  get options(): Locator {
    return this.log.locator(".options").last().getByRole("button");
  }

  /** Chooses an entry of the header's menu. */
  async menu(key: WidgetKey): Promise<void> {
    await this.button("panel.menu").click();
    await this.page.getByRole("menuitem", { name: this.text(key) }).click();
  }

  /** The bot has spoken last. */
  async expectBotSpoke(): Promise<void> {
    await expect(this.log.locator(".group").last().getByText(this.text("author.botTag"))).toBeVisible();
  }

  /** A person is on the way: the widget says so, whether one is there now or not. */
  async expectHandedOver(): Promise<void> {
    await expect(this.button("handoff.button")).toHaveCount(0);
    await expect(this.page.getByRole("dialog").getByText(this.text("state.queue"))).toBeVisible();
  }
}
