/** The members' app: entering it, and finding one's way around. */
import type { Page } from "@playwright/test";
import { emailOf, type Login, PASSWORD } from "../harness/api";

export class Workspace {
  private constructor(readonly page: Page) {}

  /** Logs in without the login page, which has a test of its own. */
  static async enter(page: Page, login: Login): Promise<Workspace> {
    const data = { email: emailOf(login), password: PASSWORD };
    const answer = await page.request.post("/api/v1/session", { data });
    if (!answer.ok()) throw new Error(`${emailOf(login)} could not log in: ${answer.status()}`);
    await page.goto("/inbox");
    return new Workspace(page);
  }
}
