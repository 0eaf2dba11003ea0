import { afterEach, describe, expect, it, vi } from "vitest";

/** The module as it is on a page that the server has written. */
async function below(href: string | null) {
  vi.resetModules();
  if (href !== null) {
    const tag = document.createElement("base");
    tag.href = href;
    document.head.append(tag);
  }
  return { ...(await import("./address")), ...(await import("./client")) };
}

afterEach(() => {
  document.querySelector("base")?.remove();
  vi.resetModules();
});

describe("addresses", () => {
  it("are the server's own at a host's root", async () => {
    const { addressOf, pageOf, urlOf } = await below("/");
    expect(addressOf("/icon.svg")).toBe("/icon.svg");
    expect(urlOf("session_lookup")).toBe("/api/v1/session");
    expect(pageOf({ pathname: "/inbox/cnv_1", search: "?a=b" })).toBe("/inbox/cnv_1?a=b");
  });

  it("stand below the path that the page's base names", async () => {
    const { base, addressOf, pageOf, urlOf } = await below("/help/support/");
    expect(base).toBe("/help/support");
    expect(addressOf("/icon.svg")).toBe("/help/support/icon.svg");
    expect(urlOf("session_lookup")).toBe("/help/support/api/v1/session");
    expect(pageOf({ pathname: "/help/support/inbox/cnv_1", search: "" })).toBe("/inbox/cnv_1");
  });
});
