import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api";
import { Messenger } from "../src/messenger";
import { tabStore, visitorStore } from "../src/storage";
import { FakeServer } from "./fake-server";
import { conversation, last } from "./fixtures";

let server: FakeServer;
beforeEach(() => {
  vi.useFakeTimers();
  window.localStorage.clear();
  window.sessionStorage.clear();
  server = new FakeServer().install();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const settle = (ms = 50) => vi.advanceTimersByTimeAsync(ms);

async function start(identity: string | null = null): Promise<Messenger> {
  const messenger = new Messenger({
    api: new Api("https://chat.example"),
    channelKey: "wk_1",
    locale: "zh-CN",
    visitor: visitorStore("wk_1"),
    tab: tabStore("wk_1"),
  });
  void messenger.start(identity);
  await settle();
  return messenger;
}

async function startOpen(): Promise<Messenger> {
  const messenger = await start();
  messenger.open();
  await settle();
  return messenger;
}

const texts = (messenger: Messenger) =>
  messenger.cell.value.timeline.messages.map((one) => (one.content.kind === "text" ? one.content.text : "?"));
const say = (messenger: Messenger, text: string) => messenger.send({ kind: "text", text });

describe("a visit", () => {
  it("opens no socket before the customer does", async () => {
    const messenger = await start();
    expect(server.sockets).toHaveLength(0);
    messenger.open();
    await settle();
    expect(server.sockets).toHaveLength(1);
    expect(messenger.cell.value.link).toBe("online");
  });

  it("opens one at once when a conversation is going on", async () => {
    server.say("hello");
    await start();
    expect(server.sockets).toHaveLength(1);
  });

  it("keeps trying while the server is away, and gives up when it refuses the channel", async () => {
    server.networkDown = true;
    const messenger = await start();
    await settle(5_000);
    server.networkDown = false;
    await settle(60_000);
    expect(messenger.cell.value.session).not.toBeNull();
    server.refusals.set("/sessions", { status: 403, code: "forbidden" });
    const refused = new Messenger({
      api: new Api("https://chat.example"),
      channelKey: "wk_2",
      locale: "en",
      visitor: visitorStore("wk_2"),
      tab: tabStore("wk_2"),
    });
    await expect(refused.start(null)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("comes back as the same visitor", async () => {
    await start();
    await start();
    expect(server.sessions.map((one) => one.visitor_token)).toEqual([null, "token-1"]);
  });
});

describe("sending", () => {
  it("shows a message at once and once", async () => {
    const messenger = await startOpen();
    say(messenger, "你好");
    expect(messenger.cell.value.timeline.pending).toHaveLength(1);
    await settle();
    expect(messenger.cell.value.timeline.pending).toHaveLength(0);
    expect(texts(messenger)).toEqual(["你好"]);
  });

  it("sends again what was stored but never acknowledged, and shows it once", async () => {
    const messenger = await startOpen();
    server.acknowledges = false;
    say(messenger, "一");
    say(messenger, "二");
    await settle(5);
    server.socket.break();
    server.acknowledges = true;
    await settle(3_000);
    expect(server.messages.map((one) => one.seq)).toEqual([1, 2]);
    expect(texts(messenger)).toEqual(["一", "二"]);
    expect(messenger.cell.value.timeline.pending).toHaveLength(0);
  });

  it("gives up a connection that does not answer", async () => {
    const messenger = await startOpen();
    server.socket.send = () => undefined;
    say(messenger, "谁在？");
    await settle(9_000);
    expect(server.sockets).toHaveLength(1);
    await settle(4_000);
    expect(server.sockets).toHaveLength(2);
    expect(texts(messenger)).toEqual(["谁在？"]);
  });

  it("goes over HTTP while sockets are blocked, in order, and back again", async () => {
    server.socketsBlocked = true;
    const messenger = await startOpen();
    await settle(3_000);
    for (const text of ["一", "二", "三"]) say(messenger, text);
    await settle(1_000);
    server.say("答");
    await settle(4_000);
    expect(texts(messenger)).toEqual(["一", "二", "三", "答"]);
    expect(messenger.cell.value.link).toBe("online");
    server.socketsBlocked = false;
    await settle(60_000);
    const polls = server.requests.length;
    server.say("回来了");
    await settle(30_000);
    expect(last(texts(messenger))).toBe("回来了");
    expect(server.requests.length).toBe(polls);
  });

  it("keeps a message that was refused, with the reason, until it is sent again", async () => {
    server.socketsBlocked = true;
    const messenger = await startOpen();
    await settle(3_000);
    server.refusals.set("/messages", { status: 429, code: "rate_limited" });
    const refuse = setInterval(
      () => server.refusals.set("/messages", { status: 429, code: "rate_limited" }),
      1,
    );
    say(messenger, "快");
    await settle(20);
    clearInterval(refuse);
    server.refusals.clear();
    const [failed] = messenger.cell.value.timeline.pending;
    expect(failed).toMatchObject({ state: "failed", problem: "rate_limited" });
    messenger.outbox.retry(failed?.client_id ?? "");
    await settle(1_000);
    expect(texts(messenger)).toEqual(["快"]);
  });

  it("sends after a page change what the page before could not", async () => {
    const before = await startOpen();
    server.networkDown = true;
    server.socket.break();
    say(before, "还在吗");
    await settle(10);
    vi.clearAllTimers();
    server.networkDown = false;
    server.sockets.length = 0;
    const after = await start();
    await settle(1_000);
    expect(texts(after)).toEqual(["还在吗"]);
    expect(server.messages).toHaveLength(1);
  });
});

it("does not send in one visitor's name what another left unsent in the tab", async () => {
  const before = await startOpen();
  server.networkDown = true;
  server.socket.break();
  say(before, "别人的话");
  await settle(10);
  vi.clearAllTimers();
  server.networkDown = false;
  server.sockets.length = 0;
  window.localStorage.clear();
  server.visitor = 2;
  const after = await start();
  await settle(1_000);
  expect(after.cell.value.timeline.pending).toEqual([]);
  expect(server.messages).toEqual([]);
});

describe("receiving", () => {
  it("asks for what was missed, from the last message that was delivered", async () => {
    const messenger = await startOpen();
    say(messenger, "问");
    await settle();
    server.socket.break();
    server.say("漏一");
    server.say("漏二");
    await settle(3_000);
    expect(texts(messenger)).toEqual(["问", "漏一", "漏二"]);
    expect(last(server.frames.filter((one) => one.type === "subscribe"))).toMatchObject({ after: 1 });
  });

  it("counts what comes while closed, and tells the page", async () => {
    const messenger = await startOpen();
    const heard: unknown[] = [];
    messenger.events.on("unread", (count) => heard.push(count));
    messenger.events.on("message", (one) => heard.push(one.content.kind));
    messenger.close();
    server.say("一");
    server.say("二", "agent");
    server.store({ kind: "notice", code: "agent_joined", params: { name: "李想" } }, "system", null);
    await settle();
    expect(messenger.cell.value.unread).toBe(2);
    messenger.open();
    await settle();
    expect(messenger.cell.value.unread).toBe(0);
    expect(heard).toEqual([1, "text", 2, "text", "notice", 0]);
    expect(server.frames.some((one) => one.type === "read" && one.seq === 3)).toBe(true);
  });

  it("counts what came while the page was away, from where the customer had read", async () => {
    server.say("读过");
    server.say("一");
    server.store({ kind: "notice", code: "resolved", params: {} }, "system", null);
    server.say("二", "agent");
    server.conversation = conversation({ read_seq: 1 });
    const messenger = await start();
    expect(messenger.cell.value.unread).toBe(2);
  });

  it("takes over what was read on another device", async () => {
    const messenger = await startOpen();
    messenger.close();
    const { conversation_id, seq } = server.say("一");
    server.say("二");
    await settle();
    server.event({ name: "read", data: { conversation_id, by: "customer", seq } });
    expect(messenger.cell.value.unread).toBe(1);
  });

  it("notices when it is not told what it should be, and asks", async () => {
    const messenger = await startOpen();
    vi.spyOn(server, "event").mockImplementation(() => undefined);
    say(messenger, "问");
    await settle();
    server.say("答");
    await settle(3_000);
    expect(texts(messenger)).toEqual(["问", "答"]);
    expect(messenger.cell.value.conversation).not.toBeNull();
    const requests = server.requests.length;
    await settle(10_000);
    expect(server.requests.length).toBe(requests);
  });

  it("follows the queue and ignores news of an earlier conversation", async () => {
    const messenger = await startOpen();
    const place = { position: 2, estimated_wait_seconds: 60 };
    server.event({
      name: "conversation.changed",
      data: conversation({ id: "cnv_05", handler: "queue", queue: place }),
    });
    server.event({
      name: "queue.moved",
      data: { conversation_id: "cnv_05", position: 1, estimated_wait_seconds: null },
    });
    server.event({ name: "queue.moved", data: { conversation_id: "cnv_04", ...place } });
    server.event({ name: "conversation.changed", data: conversation({ id: "cnv_04", status: "resolved" }) });
    expect(messenger.cell.value.conversation).toMatchObject({ id: "cnv_05", queue: { position: 1 } });
  });

  it("loads older messages a page at a time", async () => {
    for (let index = 0; index < 70; index += 1) server.say(`第 ${index}`);
    const messenger = await startOpen();
    const count = () => messenger.cell.value.timeline.messages.length;
    expect(count()).toBe(30);
    await messenger.loadOlder();
    await messenger.loadOlder();
    expect(count()).toBe(70);
    expect(messenger.cell.value.timeline.hasOlder).toBe(false);
    expect(new Set(texts(messenger)).size).toBe(70);
  });

  it("tells of a lost connection only after a while", async () => {
    const messenger = await startOpen();
    server.networkDown = true;
    server.socket.break();
    await settle(200);
    expect(messenger.cell.value.link).toBe("online");
    await settle(5_000);
    expect(messenger.cell.value.link).toBe("lost");
    server.networkDown = false;
    messenger.wake();
    await settle(1_000);
    expect(messenger.cell.value.link).toBe("online");
  });
});

describe("logins", () => {
  it("gets a new session without a word when the old one has run out", async () => {
    const messenger = await startOpen();
    say(messenger, "旧");
    await settle();
    server.expireTokens();
    server.socket.break(4001);
    await settle(2_000);
    say(messenger, "新");
    await settle(1_000);
    expect(server.messages.map((one) => one.content)).toEqual([{ kind: "text", text: "新" }]);
    expect(messenger.cell.value.problem).toBeNull();
    expect(messenger.cell.value.link).toBe("online");
  });

  it("clears the screen for another customer and after logout", async () => {
    const messenger = await startOpen();
    say(messenger, "私密");
    await settle();
    server.messages = [];
    server.conversation = null;
    void messenger.identify(jwt({ sub: "u1", jti: "j1" }));
    await settle();
    expect(texts(messenger)).toEqual([]);
    expect(messenger.cell.value.session?.customer?.known).toBe(true);
    server.visitor = 9;
    void messenger.logout();
    await settle();
    expect(messenger.cell.value.open).toBe(false);
    expect(messenger.cell.value.session?.visitor_id).toBe("cus_9");
    expect(window.localStorage.getItem("yingda:wk_1")).not.toContain("u1");
  });

  it("does not show a history that arrives when the customer is another already", async () => {
    server.say("给前一位的话");
    server.delayMs = 500;
    const messenger = await start();
    expect(server.requests).toContain("GET /messages");
    void messenger.logout();
    server.messages = [];
    server.conversation = null;
    server.visitor = 2;
    await settle(3_000);
    expect(texts(messenger)).toEqual([]);
  });

  it("does not count the history as news when it came late", async () => {
    server.say("旧一");
    server.refusals.set("/messages", { status: 503, code: "unavailable" });
    server.delayMs = 100;
    const messenger = await start();
    const heard = vi.fn();
    messenger.events.on("message", heard);
    await settle(3_000);
    expect(texts(messenger)).toEqual(["旧一"]);
    expect(heard).not.toHaveBeenCalled();
  });

  it("records the consent before it lets the customer go on", async () => {
    server.settings = { ...server.settings, consent: { "zh-CN": "同意吗", en: "Agree?" } };
    const messenger = await startOpen();
    expect(messenger.cell.value.consented).toBe(false);
    server.refusals.set("/consent", { status: 503, code: "unavailable" });
    expect(await messenger.requests.agree()).toBe(false);
    expect(messenger.cell.value).toMatchObject({ consented: false, problem: "unavailable" });
    expect(await messenger.requests.agree()).toBe(true);
    expect(server.consented).toBe(true);
  });
});

function jwt(claims: object): string {
  return `x.${btoa(JSON.stringify(claims))}.y`;
}
