import { beforeEach, describe, expect, it, vi } from "vitest";
import { call, setCsrfToken, urlOf } from "./client";
import { Problem } from "./problem";

const answer = (body: unknown, init: ResponseInit = {}) =>
  vi
    .spyOn(globalThis, "fetch")
    .mockImplementation(async () => new Response(JSON.stringify(body), init));

function lastRequest(fetching: ReturnType<typeof answer>) {
  const [url, init] = fetching.mock.calls.at(-1) ?? [];
  return { url, method: init?.method, headers: new Headers(init?.headers), body: init?.body };
}

beforeEach(() => setCsrfToken("secret"));

describe("call", () => {
  it("fills the path, leaves out empty parameters, and sends no token with a reading", async () => {
    const fetching = answer({ items: [], next: null });
    await call("message_list", { path: { id: "cnv/1" }, query: { before: 5, after: undefined } });
    const { url, method, headers } = lastRequest(fetching);
    expect(url).toBe("/api/v1/conversations/cnv%2F1/messages?before=5");
    expect(method).toBe("GET");
    expect(headers.has("X-CSRF-Token")).toBe(false);
  });

  it("sends the token and a fresh idempotency key with each creation", async () => {
    const fetching = answer({});
    await call("conversation_claim", { path: { id: "a" } });
    const first = lastRequest(fetching).headers;
    await call("conversation_claim", { path: { id: "a" } });
    const second = lastRequest(fetching).headers;
    expect(first.get("X-CSRF-Token")).toBe("secret");
    expect(first.get("Idempotency-Key")).not.toBe(second.get("Idempotency-Key"));
  });

  it("sends files as they are", async () => {
    const fetching = answer({});
    const file = new Blob(["x"], { type: "image/png" });
    await call("attachment_create", { query: { name: "图.png" }, body: file });
    const { url, headers, body } = lastRequest(fetching);
    expect(url).toBe("/api/v1/attachments?name=%E5%9B%BE.png");
    expect(headers.get("Content-Type")).toBe("image/png");
    expect(body).toBe(file);
  });

  it("throws problem documents as problems", async () => {
    const document = {
      code: "invalid",
      errors: [{ pointer: "/name", code: "required", detail: "" }],
    };
    answer(document, { status: 422 });
    const problem = await call("brand_list").catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: "invalid", status: 422 });
    expect((problem as Problem).field("name")?.code).toBe("required");
  });

  it("makes sense of answers that are no problem documents, and of none", async () => {
    vi.spyOn(globalThis, "fetch").mockResolvedValueOnce(new Response("<html>", { status: 502 }));
    await expect(call("brand_list")).rejects.toMatchObject({ code: "unavailable" });
    expect(Problem.of(new TypeError("failed to fetch")).code).toBe("unreachable");
  });

  it("says how long to wait", async () => {
    answer({ code: "rate_limited" }, { status: 429, headers: { "Retry-After": "17" } });
    await expect(call("brand_list")).rejects.toMatchObject({ retryAfter: 17 });
  });
});

it("gives the address of an operation", () => {
  expect(urlOf("conversation_export", { path: { id: "cnv_1" } })).toBe(
    "/api/v1/conversations/cnv_1/transcript",
  );
});
