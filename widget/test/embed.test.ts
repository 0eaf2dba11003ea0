import { afterEach, describe, expect, it } from "vitest";
import { findTag, readTag } from "../src/embed";

afterEach(() => document.head.replaceChildren());

function tag(attributes: Record<string, string>): HTMLScriptElement {
  const script = document.createElement("script");
  // Not a real source: the test must not load anything.
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  document.head.append(script);
  return script;
}

describe("the script tag", () => {
  it("is found among others when the browser does not name it", () => {
    tag({ type: "text/plain", src: "https://cdn.example/app.js" });
    tag({ type: "text/plain", src: "https://other.example/x.js", "data-channel": "something-else" });
    const ours = tag({ type: "text/plain", src: "https://chat.example/widget.js", "data-channel": "wk_1" });
    expect(document.currentScript ?? null).toBeNull();
    expect(findTag(document)).toBe(ours);
  });

  it("says the server, the channel, the language and the theme", () => {
    const script = tag({
      type: "text/plain",
      src: "https://chat.example:8443/widget.js?v=1",
      "data-channel": "wk_1",
      "data-locale": "en",
      "data-theme": "dark",
    });
    expect(readTag(script)).toEqual({
      server: "https://chat.example:8443",
      channelKey: "wk_1",
      locale: "en",
      theme: "dark",
    });
  });

  it("finds a server that is served below a path", () => {
    const src = "https://example.com/help/support/widget.js";
    expect(readTag(tag({ type: "text/plain", src, "data-channel": "wk_1" }))).toMatchObject({
      server: "https://example.com/help/support",
    });
  });

  it("is refused without a channel key, and its theme is ours when unknown", () => {
    expect(readTag(tag({ type: "text/plain", src: "https://a.b/w.js", "data-channel": "nope" }))).toBeNull();
    const plain = tag({
      type: "text/plain",
      src: "https://a.b/w.js",
      "data-channel": "wk_2",
      "data-theme": "pink",
    });
    expect(readTag(plain)).toMatchObject({ theme: "auto", locale: null });
  });
});
