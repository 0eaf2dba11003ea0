/**
 * The database goes away under a server that is in use, and comes back: it is stopped as by a power cut, or the network
 * to it goes dead without a word. Meanwhile the server says that it is not ready and refuses at once what it can't do;
 * afterwards it goes on by itself.
 */
import { expect } from "@playwright/test";
import { LONG } from "../harness/chance";
import { newDatabase, newPostgresDatabase } from "../harness/databases";
import { type Lab, test } from "../harness/lab";
import { ANSWERED_WITHIN_MS, Load } from "../harness/load";
import type { PostgresProxy } from "../harness/postgres-proxy";
import type { Server } from "../harness/server";
import { expectTold } from "../harness/server-log";
import { type Refused, VisitorSocket } from "../harness/visitor-socket";

const CUSTOMERS = 24;
const AWAY_MS = LONG ? 60_000 : 10_000;
const BACK_WITHIN_MS = 15_000;

test.beforeEach(() => test.setTimeout(120_000 + 2 * AWAY_MS));

test("the database stops under a load and starts again", async ({ lab }) => {
  const postgres = await lab.postgres();
  const server = await lab.server({ database: newPostgresDatabase(postgres.url) });
  await endureAbsence(
    server,
    () => postgres.stop(),
    () => postgres.startAgain(),
  );
});

test("the network to the database goes dead under a load and comes back", async ({ lab }) => {
  const { server, proxy } = await behindProxy(lab);
  await endureAbsence(
    server,
    () => proxy.freeze(),
    () => proxy.thaw(),
  );
});

test("the database goes away while COMMITs are on their way, and comes back", async ({ lab }) => {
  const { server, proxy } = await behindProxy(lab);
  const leave = async () => {
    proxy.refuse();
    proxy.cutCommits(() => "racing");
    await expect.poll(() => proxy.cuts).toBeGreaterThan(0);
    proxy.dropAll();
  };
  await endureAbsence(server, leave, () => {
    proxy.cutCommits(null);
    proxy.accept();
  });
});

async function behindProxy(lab: Lab): Promise<{ server: Server; proxy: PostgresProxy }> {
  const proxy = await lab.proxy(newDatabase("postgres"));
  return { server: await lab.server({ database: proxy.url }), proxy };
}

async function endureAbsence(server: Server, leave: () => unknown, comeBack: () => unknown): Promise<void> {
  const load = await Load.start(server, CUSTOMERS);
  await load.reach(100);
  const before = server.log.mark();
  await leave();
  await expectRefusals(server);
  await expectHelloRefused(server, load);
  const refusals = load.refusals;
  const told = server.log.troubleSince(before);
  await comeBack();
  const ready = () => answerOf(`${server.url}/health/ready`);
  await expect.poll(ready, { timeout: BACK_WITHIN_MS, message: "ready again by itself" }).toBe(200);
  await load.reach(100);
  await load.expectNothingLostOrDoubled();
  expect.soft(refusals, "customers were told").toBeGreaterThan(0);
  load.expectNobodyWaited();
  expectTold(told, /database (is not available|can't be reached)/, AWAY_MS);
  await server.check();
}

/** While the database is away: alive, not ready, and members get their refusal soon too. */
async function expectRefusals(server: Server): Promise<void> {
  const until = Date.now() + AWAY_MS;
  while (Date.now() < until) {
    expect.soft(await answerOf(`${server.url}/health/live`)).toBe(200);
    expect.soft(await answerOf(`${server.url}/health/ready`), "not ready without the database").toBe(503);
    expect.soft(await answerOf(`${server.url}/api/v1/setup`), "refused without the database").toBe(503);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** Somebody who comes just now is told to come again, and not that their visit has ended. */
async function expectHelloRefused(server: Server, load: Load): Promise<void> {
  const token = load.senders[0]?.visitor.token ?? "";
  const refusal = await VisitorSocket.connect(server.url, token).catch((error: unknown) => error);
  expect.soft(refusal).toMatchObject({ code: "unavailable" });
  expect.soft((refusal as Refused).closeCode, "not as if the login had ended").not.toBe(4001);
}

/** The status of an answer; 0 when none came soon. */
async function answerOf(url: string): Promise<number> {
  const answer = fetch(url, { signal: AbortSignal.timeout(ANSWERED_WITHIN_MS) });
  return answer.then(({ status }) => status).catch(() => 0);
}
