import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api";
import { Translator } from "../src/messages";
import { Messenger } from "../src/messenger";
import type { Locale } from "../src/protocol";
import { tabStore, visitorStore } from "../src/storage";
import { App } from "../src/view/app";
import { FakeServer } from "./fake-server";
import { conversation } from "./fixtures";

let server: FakeServer;
let messenger: Messenger;
let root: ShadowRoot;

beforeEach(() => {
  vi.useFakeTimers();
  window.localStorage.clear();
  window.sessionStorage.clear();
  server = new FakeServer().install();
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
  vi.useRealTimers();
  document.body.replaceChildren();
});

const settle = (ms = 100) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const one = <T extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<T>(selector);
const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];

function need<T extends HTMLElement = HTMLElement>(selector: string): T {
  const element = one<T>(selector);
  if (!element) throw new Error(`nothing matches ${selector}`);
  return element;
}

async function open(locale: Locale = "zh-CN"): Promise<void> {
  messenger = new Messenger({
    api: new Api("https://chat.example"),
    channelKey: "wk_1",
    locale,
    visitor: visitorStore("wk_1"),
    tab: tabStore("wk_1"),
  });
  const host = document.createElement("div");
  document.body.append(host);
  root = host.attachShadow({ mode: "open" });
  await act(() => render(<App messenger={messenger} t={new Translator(locale)} theme="light" />, root));
  void messenger.start(null);
  await settle();
  need(".launcher").click();
  await settle();
}

async function write(text: string, key: KeyboardEventInit = { key: "Enter" }): Promise<void> {
  const field = need<HTMLTextAreaElement>(".composer textarea");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settle(10);
  field.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...key }));
  await settle();
}

describe("the composer", () => {
  it("sends on Enter, and neither while an input method composes nor with Shift", async () => {
    await open();
    await write("ni hao", { key: "Enter", isComposing: true });
    await write("ni hao", { key: "Enter", keyCode: 229 });
    await write("ni hao", { key: "Enter", shiftKey: true });
    expect(server.messages).toHaveLength(0);
    await write("你好");
    expect(server.messages.map((message) => message.content)).toEqual([{ kind: "text", text: "你好" }]);
    expect(need<HTMLTextAreaElement>(".composer textarea").value).toBe("");
  });

  it("does not send nothing, nor too much", async () => {
    await open();
    await write("   ");
    await write("字".repeat(8_001));
    expect(server.messages).toHaveLength(0);
    expect(need(".refusal").textContent).toContain("1");
  });

  it("says that the customer types, sparingly", async () => {
    server.say("hello");
    await open();
    for (const text of ["a", "ab", "abc"]) await write(text, { key: "c" });
    expect(server.frames.filter((frame) => frame.type === "typing")).toHaveLength(1);
  });
});

describe("messages", () => {
  it("are text, whatever they contain", async () => {
    await open();
    server.say('<img src=x onerror="alert(1)"><b>bold</b> javascript:alert(1)');
    await settle();
    const bubble = all(".bubble.text").pop();
    expect(bubble?.textContent).toContain("<b>bold</b>");
    expect(bubble?.querySelector("img,b,a")).toBeNull();
  });

  it("link safely", async () => {
    await open();
    server.say("看 https://a.example/x");
    await settle();
    const link = need<HTMLAnchorElement>(".bubble a");
    expect(link.getAttribute("href")).toBe("https://a.example/x");
    expect(link.rel).toContain("noopener");
  });

  it("of the bot say so", async () => {
    await open();
    server.say("hello");
    await settle();
    expect(need(".tag").textContent).toBe("机器人");
  });

  it("never show a code that is not known", async () => {
    await open();
    server.store({ kind: "notice", code: "brand_new" as never, params: {} }, "system", null);
    await settle();
    expect(root.textContent).not.toContain("brand_new");
  });
});

describe("the bot's offers", () => {
  const options = [
    { id: "faq_1", label: "退货流程" },
    { id: "faq_2", label: "退款时间" },
  ];

  it("are buttons that answer once", async () => {
    server.store({ kind: "candidates", text: "哪一个？", options }, "bot", null);
    await open();
    all(".option")[1]?.click();
    await settle();
    expect(server.messages[1]?.content).toEqual({ kind: "choice", option_id: "faq_2", label: "退款时间" });
    expect(all(".option").every((button) => (button as HTMLButtonElement).disabled)).toBe(true);
    expect(all(".option.taken")).toHaveLength(1);
  });

  it("end when a person has taken over", async () => {
    server.store({ kind: "menu", text: "", options }, "bot", null);
    server.conversation = conversation({ handler: "agent", member: { name: "李想" } });
    await open();
    expect(all(".option").every((button) => (button as HTMLButtonElement).disabled)).toBe(true);
    expect(need(".title").textContent).toBe("李想");
    expect(one(".chips")).toBeNull();
  });

  it("ask whether an answer helped, once", async () => {
    server.store({ kind: "answer", text: "三天", faq_id: "faq_1", title: "多久" }, "bot", null);
    await open();
    all(".verdict button")[1]?.click();
    await settle();
    expect(server.messages[1]?.content).toMatchObject({ kind: "feedback", helpful: false });
    expect(all(".verdict button")).toHaveLength(0);
    expect(need(".verdict.given").textContent).not.toBe("");
  });

  it("include a person", async () => {
    await open();
    need(".chips .chip").click();
    await settle();
    expect(server.messages[0]?.content).toEqual({ kind: "action", action: "handoff" });
  });
});

describe("the panel", () => {
  it("closes on Escape and gives the focus back to the launcher", async () => {
    await open();
    expect(root.activeElement).toBe(need(".composer textarea"));
    need(".panel").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await settle();
    expect(one(".panel")).toBeNull();
    expect(root.activeElement).toBe(need(".launcher"));
  });

  it("names its parts for a screen reader", async () => {
    await open("en");
    expect(need("[role=dialog]").getAttribute("aria-label")).toContain("Aurora");
    expect(need("[role=log]").getAttribute("aria-label")).not.toBe("");
    for (const button of all("button")) {
      expect(button.getAttribute("aria-label") || button.textContent?.trim(), button.outerHTML).toBeTruthy();
    }
  });

  it("keeps the page's shortcuts from what is typed in it", async () => {
    await open();
    const heard = vi.fn();
    document.addEventListener("keydown", heard);
    need(".composer textarea").dispatchEvent(
      new KeyboardEvent("keydown", { key: "/", bubbles: true, composed: true }),
    );
    document.removeEventListener("keydown", heard);
    expect(heard).not.toHaveBeenCalled();
  });

  it("shows the place in the queue", async () => {
    server.say("hello");
    server.conversation = conversation({
      handler: "queue",
      queue: { position: 3, estimated_wait_seconds: 170 },
    });
    await open();
    expect(need(".bar").textContent).toBe("前面还有 2 位 · 预计等待约 3 分钟");
  });

  it("says when nobody is there", async () => {
    server.online = false;
    await open();
    expect(need(".offline").textContent).toBe("九点上班");
  });
});

describe("consent", () => {
  it("comes before the first message, which is kept until then", async () => {
    server.settings = { ...server.settings, consent: { "zh-CN": "我们会保存对话", en: "We keep this" } };
    await open();
    expect(one(".composer")).toBeNull();
    need(".suggestions button").click();
    await settle();
    expect(server.messages).toHaveLength(0);
    need(".consent .primary").click();
    await settle();
    expect(server.requests).toContain("POST /consent");
    expect(server.messages.map((message) => message.content)).toEqual([
      { kind: "text", text: "订单到哪了？" },
    ]);
  });
});

describe("the end", () => {
  it("is asked about, and followed by a rating in one tap", async () => {
    server.say("hello");
    await open();
    need("[aria-haspopup=menu]").click();
    await settle();
    all("[role=menuitem]")[1]?.click();
    await settle();
    expect(server.requests.filter((request) => request.endsWith("/end"))).toHaveLength(0);
    need(".sheet .danger").click();
    await settle();
    all(".face")[4]?.click();
    await settle();
    expect(server.requests.filter((request) => request.endsWith("/rating"))).toHaveLength(1);
    expect(messenger.cell.value.conversation?.rating).toMatchObject({ score: 5, comment: "" });
    expect(one(".rating textarea")).not.toBeNull();
    server.store({ kind: "rating_request" }, "system", null);
    server.conversation = conversation();
    server.event({ name: "conversation.changed", data: server.conversation });
    await settle();
    expect(one(".rating"), "a reopened conversation goes on").toBeNull();
  });
});
