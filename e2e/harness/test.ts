/**
 * The `test` that specs import: a server of the test's own, customers and members who look at it through browser
 * contexts of their own. When a test fails, its server's log is attached to the report.
 */
import { type BrowserContext, type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { Shop } from "../pages/shop";
import { Workspace } from "../pages/workspace";
import { type Login, MemberApi } from "./api";
import { Server, type ServerOptions } from "./server";
import type { Locale } from "./texts";

interface Fixtures {
  serverOptions: ServerOptions;
  server: Server;
  /** A browser of somebody's own, on this server. */
  newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A new customer with a browser of their own, on the demo shop's page. */
  customer: (options?: { locale?: Locale; viewport?: { width: number; height: number } }) => Promise<Shop>;
  /** A member who has logged in, with a browser of their own, on the inbox. */
  member: (login: Login) => Promise<Workspace>;
  /** A member acting over HTTP, to arrange things. */
  api: (login: Login) => Promise<MemberApi>;
}

export const test = base.extend<Fixtures>({
  serverOptions: [{}, { option: true }],

  server: async ({ serverOptions }, use, testInfo) => {
    const server = await Server.start(serverOptions);
    await use(server);
    await server.stop();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("server.log", { body: server.log.text(), contentType: "text/plain" });
    }
    await server.remove();
  },

  // With a slash at its end, so that relative addresses stay below a path.
  baseURL: async ({ server }, use) => use(`${server.url}/`),

  newContext: async ({ browser, contextOptions, server }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: `${server.url}/`, ...options });
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },

  customer: async ({ newContext }, use) => {
    await use(async ({ locale = "zh-CN", viewport } = {}) => {
      const context = await newContext({ locale, ...(viewport ? { viewport } : {}) });
      return Shop.open(await context.newPage(), locale);
    });
  },

  member: async ({ newContext }, use) => {
    await use(async (login) => Workspace.enter(await (await newContext()).newPage(), login));
  },

  api: async ({ server }, use) => {
    await use((login) => MemberApi.login(server.url, login));
  },
});

export { expect };
