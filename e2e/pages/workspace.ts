/** The members' app: entering it, the lists of the inbox, and the conversation that is open. */
import { expect, type Locator, type Page } from "@playwright/test";
import { emailOf, type Login, PASSWORD } from "../harness/api";
import { text } from "../harness/texts";

export class Workspace {
  private constructor(readonly page: Page) {}

  /** Logs in without the login page, which has a test of its own. */
  static async enter(page: Page, login: Login): Promise<Workspace> {
    const data = { email: emailOf(login), password: PASSWORD };
    const answer = await page.request.post("api/v1/session", { data });
    if (!answer.ok()) throw new Error(`${emailOf(login)} could not log in: ${answer.status()}`);
    await page.goto("inbox");
    return new Workspace(page);
  }

  text(key: string, values: Record<string, string | number> = {}): RegExp {
    return text(key, values);
  }

  button(key: string, values: Record<string, string | number> = {}): Locator {
    return this.page.getByRole("button", { name: this.text(key, values) });
  }

  /** The messages of the open conversation. */
  get log(): Locator {
    return this.page.getByRole("log", { name: this.text("conversation:messages") });
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: this.text("conversation:composer.reply") });
  }

  get note(): Locator {
    return this.page.getByRole("textbox", { name: this.text("conversation:composer.note") });
  }

  /** Shows one of the lists: mine, queue, all. */
  async list(view: "mine" | "queue" | "all"): Promise<void> {
    const name = new RegExp(`^${this.text(`inbox:view.${view}`).source.slice(1, -1)}`);
    await this.page
      .getByRole("navigation", { name: this.text("inbox:views") })
      .getByRole("link", { name })
      .click();
  }

  /** A conversation of the list, by what its last line says. */
  row(preview: string | RegExp): Locator {
    const pane = this.page.getByRole("region", { name: this.text("inbox:title") });
    return pane.getByRole("link").filter({ hasText: preview });
  }

  async presence(presence: "online" | "away" | "offline"): Promise<void> {
    await this.page.getByRole("button", { name: this.text("shell:presence.label") }).click();
    await this.page.getByRole("menuitem", { name: this.pattern(`shell:presence.${presence}`) }).click();
    await expect(
      this.page.getByRole("button", { name: this.pattern(`shell:presence.${presence}`) }),
    ).toBeVisible();
  }

  async claim(): Promise<void> {
    await this.button("conversation:action.claim").first().click();
    await expect(this.composer).toBeVisible();
  }

  async reply(words: string): Promise<void> {
    await this.composer.fill(words);
    await this.composer.press("Enter");
    await expect(this.log.getByText(words, { exact: true })).toBeVisible();
  }

  async writeNote(words: string): Promise<void> {
    await this.button("conversation:composer.note").click();
    await this.note.fill(words);
    await this.note.press("Enter");
    await expect(this.log.getByText(words, { exact: true })).toBeVisible();
    await this.button("conversation:composer.reply").click();
  }

  /** Chooses in a select that a label names; an optional field says so behind its label. */
  async choose(label: string, option: RegExp | string): Promise<void> {
    await this.page.getByRole("combobox", { name: this.pattern(label) }).click();
    await this.page.locator(".ant-select-item-option:visible").filter({ hasText: option }).first().click();
  }

  /** Chooses in the menu of one's own, also from a menu inside it. */
  async menu(...entries: RegExp[]): Promise<void> {
    await this.button("shell:user.menu").click();
    for (const [index, entry] of entries.entries()) {
      // An entry that opens another menu has an arrow beside its text.
      const item = this.page.getByRole("menuitem").filter({ has: this.page.getByText(entry) });
      await (index < entries.length - 1 ? item.hover() : item.click());
    }
  }

  /** The text at the beginning of a longer name. */
  private pattern(key: string): RegExp {
    return new RegExp(this.text(key).source.slice(0, -1));
  }
}
