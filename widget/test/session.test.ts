import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Api } from "../src/api";
import { Problem } from "../src/problem";
import type { VisitorSession, VisitorSessionIn } from "../src/protocol";
import { claimsOf, Session, type SessionChange } from "../src/session";
import { visitorStore } from "../src/storage";
import { visitorSession } from "./fixtures";

let sent: VisitorSessionIn[];
let changes: SessionChange[];
let answer: (body: VisitorSessionIn) => VisitorSession;

beforeEach(() => {
  window.localStorage.clear();
  sent = [];
  changes = [];
  answer = (body) =>
    visitorSession({
      token: body.visitor_token ?? `new-${sent.length}`,
      visitor_id: body.identity ?? "anonymous",
      customer: body.identity ? { id: body.identity, name: "", known: true } : null,
    });
});

function session(): Session {
  const api = {
    createSession: async (body: VisitorSessionIn) => {
      sent.push(body);
      return answer(body);
    },
  };
  return new Session({
    api: api as unknown as Api,
    channelKey: "wk_1",
    locale: "en",
    store: visitorStore("wk_1"),
    onChange: (_, change) => changes.push(change),
  });
}

const asked = () => sent.map((one) => [one.visitor_token, one.identity]);
const refuse = (code: string): never => {
  throw new Problem(code, 401);
};

describe("a session", () => {
  it("is made anonymously and taken up again", async () => {
    await session().open(null);
    await session().open(null);
    expect(asked()).toEqual([
      [null, null],
      ["new-1", null],
    ]);
  });

  it("starts anew, silently, when the stored token has run out", async () => {
    await session().open(null);
    answer = (body) =>
      body.visitor_token === "new-1" ? refuse("token_expired") : visitorSession({ token: "fresh" });
    const again = session();
    await again.open(null);
    expect(again.token).toBe("fresh");
  });

  it("runs a call again after renewing, once", async () => {
    const one = session();
    await one.open(null);
    answer = (body) => (body.visitor_token ? refuse("token_expired") : visitorSession({ token: "fresh" }));
    const call = vi.fn(async (token: string) => (token === "fresh" ? "done" : refuse("token_expired")));
    expect(await one.call(call)).toBe("done");
    expect(call).toHaveBeenCalledTimes(2);
    await expect(one.call(async () => refuse("token_expired"))).rejects.toMatchObject({
      code: "token_expired",
    });
  });

  it("is renewed once for many calls that fail together", async () => {
    const one = session();
    await one.open(null);
    answer = (body) => (body.visitor_token ? refuse("token_expired") : visitorSession({ token: "fresh" }));
    const call = async (token: string) => (token === "fresh" ? 1 : refuse("token_expired"));
    await Promise.all([one.call(call), one.call(call), one.call(call)]);
    expect(asked()).toEqual([
      [null, null],
      ["new-1", null],
      [null, null],
    ]);
  });

  it("passes other problems on", async () => {
    const one = session();
    await one.open(null);
    const failing = one.call(async () => {
      throw new Problem("rate_limited", 429);
    });
    await expect(failing).rejects.toMatchObject({ code: "rate_limited" });
    expect(sent).toHaveLength(1);
  });
});

describe("a signed identity", () => {
  const wang = jwt({ sub: "wang", jti: "1" });

  it("goes into the first session when it is known by then", async () => {
    await session().open(wang);
    expect(asked()).toEqual([[null, wang]]);
  });

  it("is used once: the page shown again with the same one keeps the token", async () => {
    await session().open(wang);
    await session().open(wang);
    expect(asked()[1]).toEqual(["new-1", null]);
  });

  it("keeps an anonymous visitor's history by sending the token along", async () => {
    const one = session();
    await one.open(null);
    await one.identify(wang);
    expect(asked()[1]).toEqual(["new-1", wang]);
    expect(changes).toEqual(["opened", "switched"]);
  });

  it("never joins one customer's token to another customer", async () => {
    const one = session();
    await one.open(wang);
    const li = jwt({ sub: "li", jti: "2" });
    await one.identify(li);
    expect(asked()[1]).toEqual([null, li]);
    expect(changes).toEqual(["opened", "switched"]);
  });

  it("of the same customer changes nothing on the screen", async () => {
    answer = () => visitorSession({ customer: { id: "c", name: "王芳", known: true } });
    const one = session();
    await one.open(wang);
    await one.identify(jwt({ sub: "wang", jti: "2" }));
    expect(changes).toEqual(["opened", "renewed"]);
  });

  it("that is refused leaves an anonymous visitor", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    answer = (body) => (body.identity ? refuse("token_replayed") : visitorSession({ token: "anonymous" }));
    const one = session();
    await one.open(wang);
    expect(one.token).toBe("anonymous");
    expect(visitorStore("wk_1").get("subject")).toBeNull();
  });

  it("can be fetched anew by the page when the session is renewed", async () => {
    let number = 0;
    const fetchIdentity = vi.fn(async () => {
      number += 1;
      return jwt({ sub: "wang", jti: String(number) });
    });
    const one = session();
    await one.open(fetchIdentity);
    await one.renew(one.token);
    expect(claimsOf(sent[1]?.identity ?? "").jti).toBe("2");
    await one.refresh();
    expect(fetchIdentity).toHaveBeenCalledTimes(2);
    await one.identify(fetchIdentity);
    expect(fetchIdentity).toHaveBeenCalledTimes(3);
  });

  it("that the page cannot get does not keep the visitor from asking", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const one = session();
    await one.open(() => Promise.reject(new Error("the shop is down")));
    expect(asked()).toEqual([[null, null]]);
  });

  it("is forgotten at logout, with the token", async () => {
    const one = session();
    await one.open(wang);
    await one.logout();
    expect(asked()[1]).toEqual([null, null]);
    expect(visitorStore("wk_1").get("subject")).toBeNull();
  });
});

it("reads claims in URL-safe base64 and nothing from nonsense", () => {
  const payload = btoa(JSON.stringify({ sub: "a??>", jti: "~~~" }))
    .replace(/\+/g, "-")
    .replace(/\//g, "_");
  expect(claimsOf(`h.${payload.replace(/=+$/, "")}.s`)).toEqual({ sub: "a??>", jti: "~~~" });
  expect(claimsOf("nonsense")).toEqual({ sub: null, jti: null });
});

function jwt(claims: object): string {
  return `h.${btoa(JSON.stringify(claims))}.s`;
}
