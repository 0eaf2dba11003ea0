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
    await this.button("handoff.button").first().click();
  }
}
