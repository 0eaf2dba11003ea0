import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoffMs } from "../src/backoff";
import { Connection, type ConnectionState } from "../src/connection";
import { FakeServer } from "./fake-server";
import { last } from "./fixtures";

let server: FakeServer;
let states: ConnectionState[];
let token: string;
const renew = vi.fn(async () => {
  token = "good";
});

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer().install();
  server.tokens.add("good");
  states = [];
  token = "good";
  renew.mockClear();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function connect(cursor: { conversation_id: string; seq: number } | null = null): Connection {
  const connection = new Connection({
    url: "wss://chat.example/realtime",
    token: () => token,
    cursor: () => cursor,
    onState: (state) => states.push(state),
    onEvent: () => undefined,
    onSubscribed: () => undefined,
    onLoginEnded: renew,
  });
  connection.start();
  return connection;
}

describe("waiting between attempts", () => {
  it("doubles from half a second to half a minute, half of it at random", () => {
    expect([0, 1, 2, 3].map((attempt) => backoffMs(attempt, () => 1))).toEqual([500, 1_000, 2_000, 4_000]);
    expect(backoffMs(50, () => 1)).toBe(30_000);
    for (let attempt = 0; attempt < 60; attempt += 1) {
      expect(backoffMs(attempt, () => 0)).toBe(backoffMs(attempt, () => 1) / 2);
    }
  });
});

describe("a connection", () => {
  it("says hello, then subscribes from the last message", async () => {
    connect({ conversation_id: "cnv_01", seq: 7 });
    await vi.advanceTimersByTimeAsync(50);
    expect(server.frames).toMatchObject([
      { type: "hello", protocol: 1, token: "good" },
      { type: "subscribe", topic: "self", conversation_id: "cnv_01", after: 7 },
    ]);
    expect(states).toEqual(["connecting", "online"]);
  });

  it("keeps the line alive, and notices when it is dead", async () => {
    connect();
    await vi.advanceTimersByTimeAsync(26_000);
    expect(last(server.frames)?.type).toBe("ping");
    expect(server.sockets).toHaveLength(1);
    server.socket.send = () => undefined;
    await vi.advanceTimersByTimeAsync(36_000);
    expect(server.sockets).toHaveLength(2);
    expect(last(states)).toBe("online");
  });

  it("counts as blocked when it never gets through, and recovers by itself", async () => {
    server.socketsBlocked = true;
    connect();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(states).toEqual(["connecting", "blocked"]);
    expect(server.sockets.length).toBeGreaterThan(3);
    server.socketsBlocked = false;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(last(states)).toBe("online");
  });

  it("gets a new token when the old one is refused", async () => {
    token = "stale";
    connect();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(renew).toHaveBeenCalledExactlyOnceWith("stale");
    expect(last(states)).toBe("online");
  });

  it("does not come back once stopped", async () => {
    const connection = connect();
    await vi.advanceTimersByTimeAsync(50);
    connection.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    connection.wake();
    expect(server.sockets).toHaveLength(1);
    expect(last(states)).toBe("idle");
  });

  it("refuses to send without a line, so that the message is kept", async () => {
    const connection = connect();
    const frame = { type: "ping" } as const;
    await expect(connection.send(frame)).rejects.toMatchObject({ code: "network" });
  });
});
