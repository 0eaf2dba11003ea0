/**
 * Clients that read slowly or never: the server keeps only so much for them, lets them go, and is there for everybody
 * else as before. Who comes back is told what they missed.
 */
import { get } from "node:http";
import { connect } from "node:net";
import { expect } from "@playwright/test";
import { channelKey, VisitorApi } from "../harness/api";
import { LONG, NEEDS_LONG } from "../harness/chance";
import { DeafSocket } from "../harness/deaf-socket";
import { test } from "../harness/lab";
import { Load } from "../harness/load";
import type { Server } from "../harness/server";
import { type Heard, VisitorSocket } from "../harness/visitor-socket";

/** The longest text that a message may have, three bytes each. */
const LONG_TEXT = "说".repeat(8_000);
const MESSAGES = 600;
/** What the server may need more for all of a test's bad readers together. */
const MOST_MEBIBYTES = 150;
/** After 15 seconds in which nothing could be sent a connection is given up. */
const LET_GO_WITHIN_MS = 40_000;

test.skip(process.platform !== "linux", "a process tells its memory in /proc");

test("devices that never read what is told them are let go, and others notice nothing", async ({ lab }) => {
  test.skip(!LONG, NEEDS_LONG);
  test.setTimeout(120_000);
  const server = await lab.server();

  const customer = await arrive(server);
  await write(server, customer, "first", 1);
  const load = await Load.start(server, 8);
  await load.reach(50);
  const before = server.memory();
  for (let number = 0; number < 15; number += 1) await listenDeaf(server, customer, null);
  await write(server, customer, "more", MESSAGES);
  expect.soft(server.memory() - before, "mebibytes").toBeLessThan(MOST_MEBIBYTES);
  await load.reach(50);
  load.expectNobodyWaited();
  await expectLetGo(server, load.senders.length);
  await load.expectNothingLostOrDoubled();
  await expectHeardInOrder(server, customer);
  await server.check();
});

test("devices that never read what they missed cost little", async ({ lab }) => {
  test.skip(!LONG, NEEDS_LONG);
  test.setTimeout(120_000);
  const server = await lab.server();

  const customer = await arrive(server);
  const conversation_id = await write(server, customer, "long ago", MESSAGES);
  const before = server.memory();
  for (let number = 0; number < 19; number += 1) {
    await listenDeaf(server, customer, { conversation_id, seq: 0 });
  }
  await expectBounded(server, before);
  await expectLetGo(server, 0);
  await server.check();
});

test("answers that nobody reads cost little", async ({ lab }) => {
  test.setTimeout(120_000);
  const server = await lab.server();

  const customer = await arrive(server);
  await write(server, customer, "long ago", 200);
  const before = server.memory();
  const authorization = `Authorization: Bearer ${customer.token}`;
  const sockets = Array.from({ length: 60 }, () => {
    const socket = connect(server.port, "127.0.0.1").pause();
    socket.on("error", () => undefined);
    // So often that the answers don't fit into what the system keeps for a connection.
    const question = `GET /widget/v1/messages?limit=200 HTTP/1.1\r\nHost: shop\r\n${authorization}\r\n\r\n`;
    socket.write(question.repeat(12));
    return socket;
  });
  await expectBounded(server, before);
  // Only in a long run, because for half a minute an answer may stand still.
  if (LONG) await expect.poll(() => openConnections(server), { timeout: LET_GO_WITHIN_MS }).toBeLessThan(10);
  for (const socket of sockets) socket.destroy();
  await server.check();
});

test("more connections than there may be are refused, and the others go on", async ({ lab }) => {
  const server = await lab.server({ env: { YINGDA_LIMITS_CONNECTIONS: "20" } });
  const customer = await arrive(server);
  const listening = await VisitorSocket.connect(server.url, customer.token);
  const before = server.log.mark();
  const sockets = Array.from({ length: 30 }, () => connect(server.port, "127.0.0.1"));
  for (const socket of sockets) socket.on("error", () => undefined);
  const newcomer = () => statusOnNewConnection(`${server.url}/health/live`);
  await expect.poll(newcomer, { message: "newcomers are told" }).toBe(503);
  const { seq } = await listening.send("meanwhile", "支持货到付款吗");
  expect(seq, "who was there goes on").toBe(1);
  for (const socket of sockets) socket.destroy();
  await expect.poll(newcomer, { message: "there is room again" }).toBe(200);
  expect(server.log.troubleSince(before).filter((line) => line.includes("limits.connections"))).toHaveLength(
    1,
  );
  await server.check();
});

async function arrive(server: Server): Promise<VisitorApi> {
  return VisitorApi.arrive(server.url, await channelKey(server.url));
}

/** Writes many long messages, over three connections at once; answers with their conversation. */
async function write(server: Server, customer: VisitorApi, name: string, count: number): Promise<string> {
  const share = async (first: number) => {
    const socket = await VisitorSocket.connect(server.url, customer.token);
    for (let number = first; number < count; number += 3) {
      const { conversation_id } = await socket.send(`${name}-${number}`, LONG_TEXT);
      conversations.add(conversation_id);
      await new Promise((done) => setTimeout(done, 20));
    }
    socket.close();
  };
  const conversations = new Set<string>();
  // The first alone, because it makes the visitor a customer.
  await share(count - 1);
  await Promise.all([0, 1, 2].map(share));
  expect(conversations.size).toBe(1);
  return [...conversations][0] ?? "";
}

async function listenDeaf(server: Server, customer: VisitorApi, heard: Heard | null): Promise<void> {
  const socket = await DeafSocket.connect(server.url);
  socket.send({ type: "hello", protocol: 1, token: customer.token });
  const from = heard && { conversation_id: heard.conversation_id, after: heard.seq };
  socket.send({ type: "subscribe", id: "1", topic: "self", ...from });
}

/** Memory stays within its bounds while the server does what it was asked to. */
async function expectBounded(server: Server, before: number): Promise<void> {
  let most = 0;
  for (const until = Date.now() + 6_000; Date.now() < until; ) {
    most = Math.max(most, server.memory() - before);
    await new Promise((done) => setTimeout(done, 100));
  }
  expect.soft(most, "mebibytes").toBeLessThan(MOST_MEBIBYTES);
}

/** Only so many WebSockets are left. */
async function expectLetGo(server: Server, left: number): Promise<void> {
  const connections = () => metric(server, "yingda_realtime_connections");
  await expect.poll(connections, { timeout: LET_GO_WITHIN_MS, intervals: [500] }).toBe(left);
}

/** `fetch` would use a connection again that it has. */
function statusOnNewConnection(url: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const asked = get(url, { agent: false }, (answer) => done(answer.resume().statusCode));
    asked.once("error", fail);
  });
}

function openConnections(server: Server): Promise<number> {
  return metric(server, "yingda_connections");
}

/** A metric, over all its labels. */
async function metric(server: Server, name: string): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  const values = [...metrics.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)`, "gm"))];
  expect(values, name).not.toEqual([]);
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}

/** A device on a slow line hears everything once and in order, over as many connections as that takes. */
async function expectHeardInOrder(server: Server, customer: VisitorApi): Promise<void> {
  const stored = await customer.allMessages();
  const last = stored.at(-1)?.seq ?? 0;
  const heard: number[] = [];
  const conversation_id = stored[0]?.conversation_id ?? "";
  while (heard.length < last) {
    const before = heard.length;
    const socket = await VisitorSocket.connect(server.url, customer.token);
    socket.onMessage = ({ seq }) => heard.push(seq);
    socket.readSlowly();
    await socket.subscribe({ conversation_id, seq: heard.at(-1) ?? 0 });
    await expect.poll(() => socket.closed || heard.length >= last, { timeout: 60_000 }).toBe(true);
    socket.close();
    expect(heard.length, "each connection brings some").toBeGreaterThan(before);
  }
  expect(heard).toEqual(stored.map(({ seq }) => seq));
}
