/**
 * The connection to PostgreSQL breaks at the worst moment: when COMMIT is on its way and the answer is not back. The
 * server has to find out whether it happened. And connections that the database ends one after the other, at any moment.
 */
import { expect } from "@playwright/test";
import { Chance, rounds } from "../harness/chance";
import { newDatabase, query } from "../harness/databases";
import { test } from "../harness/lab";
import { Load } from "../harness/load";
import { CUTS } from "../harness/postgres-proxy";

const CUSTOMERS = 12;
/** Ends one of the server's connections, whichever. */
const END_ONE = `
  SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1) one`;

test("connections are cut when COMMIT is on its way", async ({ lab }) => {
  const times = rounds(12);
  test.setTimeout(90_000 + times * 10_000);
  const chance = new Chance();
  const proxy = await lab.proxy(newDatabase("postgres"));
  const server = await lab.server({ database: proxy.url });
  const load = await Load.start(server, CUSTOMERS);
  await load.reach(50);
  proxy.cutCommits(() => (proxy.cuts < times && chance.next() < 0.1 ? chance.oneOf(CUTS) : null));
  await expect.poll(() => proxy.cuts, { timeout: 60_000 + times * 5_000 }).toBe(times);
  await load.reach(50);
  await load.expectNothingLostOrDoubled();
  load.expectNobodyWaited();
  await server.check();
});

test("the database ends connections one after the other", async ({ lab }) => {
  const times = rounds(12);
  test.setTimeout(90_000 + times * 2_000);
  const chance = new Chance();
  const database = newDatabase("postgres");
  const server = await lab.server({ database });
  const load = await Load.start(server, CUSTOMERS);
  for (let round = 0; round < times; round += 1) {
    await load.reach(chance.between(1, 30));
    await query(database, END_ONE);
  }
  await load.reach(50);
  await load.expectNothingLostOrDoubled();
  load.expectNobodyWaited();
  await server.check();
});
