/**
 * Two servers on one PostgreSQL: they start at the same moment, hear of each other however busy they are, and when one
 * stands still for a while and comes back (a frozen virtual machine), what it held was taken over and is not done twice.
 */
import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { channelKey, VisitorApi } from "../harness/api";
import { LONG, NEEDS_LONG } from "../harness/chance";
import { newDatabase, newSlowDatabase } from "../harness/databases";
import { test } from "../harness/lab";
import { Load } from "../harness/load";
import { VisitorSocket } from "../harness/visitor-socket";

/** Whoever shares a store shares the key of its secrets. */
const env = { YINGDA_VAULT_KEY: randomBytes(32).toString("base64") };
const CUSTOMERS = 8;
/** Longer than a lease lasts. */
const FROZEN_MS = 9_000;
const HEARD_WITHIN_MS = 5_000;

test("two servers start at the same moment on an empty database", async ({ lab }) => {
  const database = await newSlowDatabase("postgres");
  const first = await lab.unstarted({ database, demo: false, env });
  const second = await lab.unstarted({ database, demo: false, env });
  await Promise.all([first.run(), second.run()]);
  await first.stop();
  await second.check();
});

test("a server that is busy hears what another one stores", async ({ lab }) => {
  const database = newDatabase("postgres");
  // The bot runs on the busy one, which was there first.
  const busy = await lab.server({ database, env });
  const quiet = await lab.server({ database, env });
  const load = await Load.start(busy, CUSTOMERS);
  await load.reach(50);
  const customer = await VisitorApi.arrive(quiet.url, await channelKey(quiet.url));
  const socket = await VisitorSocket.connect(quiet.url, customer.token);
  const heard: string[] = [];
  socket.onMessage = ({ author }) => heard.push(author.kind);
  await socket.subscribe(null);
  await socket.send("question", "支持货到付款吗");
  await expect.poll(() => heard, { timeout: HEARD_WITHIN_MS }).toEqual(["customer", "bot"]);
  socket.close();
  await load.expectNothingLostOrDoubled();
  await quiet.stop();
  await busy.check();
});

test("a server freezes, another takes over, and the first comes back", async ({ lab }) => {
  test.skip(!LONG, NEEDS_LONG);
  test.setTimeout(120_000);
  const database = newDatabase("postgres");
  const first = await lab.server({ database, env });
  const second = await lab.server({ database, env });
  const loads = [await Load.start(first, CUSTOMERS), await Load.start(second, CUSTOMERS)];
  for (const load of loads) await load.reach(50);
  process.kill(first.pid, "SIGSTOP");
  await new Promise((done) => setTimeout(done, FROZEN_MS));
  process.kill(first.pid, "SIGCONT");
  for (const load of loads) await load.reach(50);
  for (const load of loads) await load.expectNothingLostOrDoubled();
  await first.stop();
  await second.check();
});
