/**
 * The connection to PostgreSQL breaks at the worst moment: when COMMIT is on its way and the answer is not back. The
 * server has to find out whether it happened. And connections that the database ends one after the other, at any moment.
 */
import { expect, test } from "@playwright/test";
import { Chance, rounds } from "../harness/chance";
import { newPostgresDatabase } from "../harness/databases";
import { Load } from "../harness/load";
import { CUTS, PostgresProxy } from "../harness/postgres-proxy";
import { PrivatePostgres } from "../harness/private-postgres";
import { ANY_RATE, Server } from "../harness/server";

const CUSTOMERS = 12;

let postgres: PrivatePostgres;

test.beforeAll(async () => {
  postgres = await PrivatePostgres.start();
});

test.afterAll(() => postgres.remove());

// One after the other: the cluster is theirs together.
test.describe.configure({ mode: "default" });

test("connections are cut when COMMIT is on its way", async () => {
  const times = rounds(12);
  test.setTimeout(90_000 + times * 10_000);
  const chance = new Chance();
  const proxy = await PostgresProxy.before(newPostgresDatabase(postgres.url));
  await Server.during({ database: proxy.url, env: ANY_RATE }, async (server) => {
    const load = await Load.start(server, CUSTOMERS);
    await load.reach(50);
    proxy.cutCommits(() => (proxy.cuts < times && chance.next() < 0.1 ? chance.oneOf(CUTS) : null));
    await expect.poll(() => proxy.cuts, { timeout: 60_000 + times * 5_000 }).toBe(times);
    await load.reach(50);
    await load.expectNothingLostOrDoubled();
    load.expectNobodyWaited();
    await server.check();
  });
  await proxy.close();
});

test("the database ends connections one after the other", async () => {
  const times = rounds(12);
  test.setTimeout(90_000 + times * 2_000);
  const chance = new Chance();
  const database = newPostgresDatabase(postgres.url);
  const name = new URL(database).pathname.slice(1);
  const one = `SELECT pid FROM pg_stat_activity WHERE datname = '${name}' ORDER BY random() LIMIT 1`;
  await Server.during({ database, env: ANY_RATE }, async (server) => {
    const load = await Load.start(server, CUSTOMERS);
    for (let round = 0; round < times; round += 1) {
      await load.reach(chance.between(1, 30));
      await postgres.query(`SELECT pg_terminate_backend(pid) FROM (${one}) chosen`);
    }
    await load.reach(50);
    await load.expectNothingLostOrDoubled();
    load.expectNobodyWaited();
    await server.check();
  });
});
