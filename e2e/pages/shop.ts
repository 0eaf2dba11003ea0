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
    await page.goto("demo");
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

  get panel(): Locator {
    return this.page.getByRole("dialog", { name: this.text("panel.label") });
  }

  /** Opens the widget where it is closed, and agrees to its notice where the channel asks for that. */
  async openChat(): Promise<void> {
    const opener = this.button("launcher.open").or(this.button("launcher.unread"));
    await expect(opener.or(this.panel)).toBeVisible();
    if (await opener.isVisible()) await opener.click();
    const agree = this.button("consent.agree");
    await expect(agree.or(this.composer)).toBeVisible();
    if (await agree.isVisible()) await agree.click();
    await expect(this.composer).toBeVisible();
  }

  /** Logs in to the shop as one of its three customers; the page tells the widget who it is. */
  async login(customer: 1 | 2 | 3): Promise<void> {
    await this.page.waitForFunction(() => "Yingda" in window);
    await this.page.evaluate(async (number) => {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ customer: number });
      const answer = await fetch("demo/login", { method: "POST", headers, body });
      const { identity } = await answer.json();
      await (window as unknown as { Yingda: { identify(jwt: string): unknown } }).Yingda.identify(identity);
    }, customer);
  }

  /** The public key in the page's script tag. */
  async channelKey(): Promise<string> {
    return (await this.page.locator("script[data-channel]").getAttribute("data-channel")) ?? "";
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
    await expect(this.log.getByText(text, { exact: true }).last()).toBeVisible();
  }

  async askForPerson(): Promise<void> {
    // The one above the composer; the bot may have offered another in its words.
    await this.button("handoff.button").last().click();
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
    await expect(this.panel.getByText(this.text("state.queue"))).toBeVisible();
  }
}
