import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AgentOut, Page } from "@/api/types";
import { FakeSocket } from "@/testing/FakeSocket";
import { message } from "@/testing/samples";
import { threadKey } from "./patches";
import { Realtime } from "./Realtime";
import type { Thread } from "./thread";

describe("Realtime", () => {
  let cache: QueryClient;
  let realtime: Realtime;
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FakeSocket);
    FakeSocket.all = [];
    sessionStorage.clear();
    cache = new QueryClient();
    realtime = new Realtime(cache, { id: "mem_1", name: "李想" }, "ws://test/realtime");
    stop = realtime.start();
  });

  afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const reconnect = () => {
    FakeSocket.last.close(1006);
    vi.advanceTimersByTime(1000);
    FakeSocket.last.welcome();
  };
  const put = (clientId: string, text = clientId) =>
    realtime.outbox.put({
      clientId,
      conversationId: "cnv_1",
      content: { kind: "text", text },
      visibility: "public",
      createdAt: 0,
    });
  const thread = () => cache.getQueryData<Thread>(threadKey("cnv_1"));

  it("says hello first, then what it wants to follow", async () => {
    realtime.follow({ topic: "counts" });
    FakeSocket.last.welcome();
    expect(FakeSocket.last.sent[0]).toEqual({ type: "hello", protocol: 1 });
    expect(FakeSocket.last.framesOf("subscribe")).toMatchObject([{ topic: "counts" }]);
  });

  it("goes on from the last message it has after a reconnect", () => {
    cache.setQueryData<Thread>(threadKey("cnv_1"), { items: [message(1)], more: false });
    FakeSocket.last.welcome();
    realtime.followConversation("cnv_1");
    expect(FakeSocket.last.framesOf("subscribe")[0]).toMatchObject({ after: 1 });
    FakeSocket.last.say({
      type: "event",
      topic: "conversation",
      name: "message.received",
      data: message(2),
    });
    reconnect();
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.last.framesOf("subscribe")[0]).toMatchObject({ after: 2 });
  });

  it("sends again, with the same client id, what was not acknowledged", async () => {
    cache.setQueryData<Thread>(threadKey("cnv_1"), { items: [], more: false });
    FakeSocket.last.welcome();
    put("a");
    const first = FakeSocket.last.framesOf("send")[0];
    reconnect();
    await vi.advanceTimersByTimeAsync(0);
    reconnect();
    await vi.advanceTimersByTimeAsync(0);
    const again = FakeSocket.last.framesOf("send");
    expect(again).toHaveLength(1);
    expect(again[0]).toMatchObject({ client_id: first?.client_id });
  });

  it("shows an acknowledged message once, though its event comes too", async () => {
    cache.setQueryData<Thread>(threadKey("cnv_1"), { items: [], more: false });
    FakeSocket.last.welcome();
    put("a", "好的");
    expect(realtime.outbox.of("cnv_1")).toHaveLength(1);
    const { id } = FakeSocket.last.framesOf("send")[0] ?? {};
    FakeSocket.last.say({
      type: "event",
      topic: "conversation",
      name: "message.sent",
      data: message(1, { id: "msg_x", client_id: "a" }),
    });
    FakeSocket.last.say({
      type: "ack",
      id,
      conversation_id: "cnv_1",
      message_id: "msg_x",
      seq: 1,
      created_at: 5,
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(thread()?.items.map((item) => item.id)).toEqual(["msg_x"]);
    expect(realtime.outbox.of("cnv_1")).toHaveLength(0);
  });

  it("keeps a refused message, with the reason, until it is retried", async () => {
    FakeSocket.last.welcome();
    put("a");
    const { id } = FakeSocket.last.framesOf("send")[0] ?? {};
    FakeSocket.last.say({ type: "error", id, problem: { code: "not_assigned", status: 409 } });
    await vi.advanceTimersByTimeAsync(0);
    expect(realtime.outbox.of("cnv_1")[0]?.problem).toBe("not_assigned");
    realtime.outbox.retry("a");
    expect(FakeSocket.last.framesOf("send")).toHaveLength(2);
  });

  it("shares one subscription between two readers", () => {
    FakeSocket.last.welcome();
    const stopFirst = realtime.follow({ topic: "agents" });
    const stopSecond = realtime.follow({ topic: "agents" });
    expect(FakeSocket.last.framesOf("subscribe")).toHaveLength(1);
    stopFirst();
    stopFirst();
    expect(FakeSocket.last.framesOf("unsubscribe")).toHaveLength(0);
    stopSecond();
    expect(FakeSocket.last.framesOf("unsubscribe")).toHaveLength(1);
  });

  it("reads lists again after an interruption, not after the first welcome", () => {
    const invalidate = vi.spyOn(cache, "invalidateQueries");
    FakeSocket.last.welcome();
    expect(invalidate).not.toHaveBeenCalled();
    reconnect();
    expect(invalidate).toHaveBeenCalledWith({ queryKey: ["conversation_list"] });
  });

  it("gives up a connection that no longer answers", () => {
    FakeSocket.last.welcome();
    vi.advanceTimersByTime(25_000);
    expect(FakeSocket.last.framesOf("ping")).toHaveLength(1);
    vi.advanceTimersByTime(25_000 + 1000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("does not reconnect when the login has ended", () => {
    FakeSocket.last.welcome();
    FakeSocket.last.close(4001);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(realtime.getState()).toBe("ended");
  });

  it("does not let an answer that was under way undo what happened meanwhile", async () => {
    FakeSocket.last.welcome();
    const agent = (presence: "online" | "offline"): AgentOut => ({
      member: { id: "mem_1", name: "李想" },
      presence,
      active: 0,
      capacity: 5,
      idle_since: null,
      team_ids: [],
    });
    let answer: (page: Page<AgentOut>) => void = () => undefined;
    const queryFn = () => new Promise<Page<AgentOut>>((resolve) => (answer = resolve));
    const reading = cache.fetchQuery({ queryKey: ["agent_list"], queryFn });
    await vi.advanceTimersByTimeAsync(0);
    realtime.learn({ name: "agent.changed", data: agent("online") });
    answer({ items: [agent("offline")], next: null });
    await reading;
    const page = cache.getQueryData<Page<AgentOut>>(["agent_list"]);
    expect(page?.items.map((item) => item.presence)).toEqual(["online"]);
  });
});
