import { afterEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api";
import { FILE_LIMIT_BYTES, refusalOf } from "../src/uploads";

const api = new Api("https://chat.example");
afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: string, headers: Record<string, string> = {}): void {
  vi.stubGlobal("fetch", async () => new Response(body, { status, headers }));
}

describe("problems", () => {
  it("carry the server's code and how long to wait", async () => {
    answer(429, JSON.stringify({ code: "rate_limited", status: 429 }), { "Retry-After": "7" });
    const failing = api.consent("t");
    await expect(failing).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 7_000,
      temporary: true,
    });
  });

  it("make sense of an answer that is not the server's", async () => {
    answer(502, "<html>Bad gateway</html>");
    await expect(api.consent("t")).rejects.toMatchObject({ code: "unavailable", temporary: true });
    answer(200, "<html>Welcome to the hotel's network</html>");
    await expect(api.listMessages("t", null, 30)).rejects.toMatchObject({ code: "network" });
  });

  it("count a page without network as temporary", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    await expect(api.consent("t")).rejects.toMatchObject({ code: "network", temporary: true });
  });
});

describe("requests", () => {
  it("carry the token and none of the page's cookies", async () => {
    const fetched = vi.fn(async () => new Response("{}"));
    vi.stubGlobal("fetch", fetched);
    await api.read("secret", "cnv/../x", 4);
    expect(fetched).toHaveBeenCalledWith(
      "https://chat.example/widget/v1/conversations/cnv%2F..%2Fx/read",
      expect.objectContaining({
        method: "PUT",
        credentials: "omit",
        headers: expect.objectContaining({ Authorization: "Bearer secret" }),
        body: '{"seq":4}',
      }),
    );
  });
});

describe("attachments", () => {
  const attachment = {
    id: "att_1",
    name: "a.png",
    media_type: "image/png",
    size: 1,
    url: "/widget/v1/attachments/att_1",
  };

  it("are loaded with the token, and from the server only", () => {
    expect(api.attachmentUrl(attachment, "t&k")).toBe(
      "https://chat.example/widget/v1/attachments/att_1?token=t%26k",
    );
    for (const url of [
      "https://evil.example/x",
      "@evil.example/x",
      ".evil.example/x",
      "javascript:alert(1)",
    ]) {
      expect(api.attachmentUrl({ ...attachment, url }, "t")).toBeNull();
    }
  });

  it("are found where the server is served below a path", () => {
    const below = new Api("https://example.com/support");
    expect(below.attachmentUrl(attachment, "t")).toBe(
      "https://example.com/support/widget/v1/attachments/att_1?token=t",
    );
  });

  it("are refused when too large or empty, before anything is sent", () => {
    const file = (size: number) => ({ name: "f", size }) as File;
    expect(refusalOf(file(FILE_LIMIT_BYTES))).toBeNull();
    expect(refusalOf(file(FILE_LIMIT_BYTES + 1))).toBe("composer.fileTooLarge");
    expect(refusalOf(file(0))).toBe("composer.fileEmpty");
  });
});
