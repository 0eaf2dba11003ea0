/**
 * Two servers on one PostgreSQL: they start at the same moment, hear of each other however busy they are, and when one
 * stands still for a while and comes back (a frozen virtual machine), what it held was taken over and is not done twice.
 */
import { expect, test } from "@playwright/test";
import { channelKey, VisitorApi } from "../harness/api";
import { newDatabase, newSlowDatabase } from "../harness/databases";
import { Load } from "../harness/load";
import { ANY_RATE, Server } from "../harness/server";
import { VisitorSocket } from "../harness/visitor-socket";

const CUSTOMERS = 8;
/** Longer than a lease lasts. */
const FROZEN_MS = 9_000;
const HEARD_WITHIN_MS = 5_000;

test("two servers start at the same moment on an empty database", async () => {
  const database = newSlowDatabase();
  const servers = [await Server.unborn({ database }), await Server.unborn({ database })];
  try {
    await Promise.all(servers.map((server) => server.run()));
  } finally {
    for (const server of servers) await server.remove();
  }
});

test("a server that is busy hears what another one stores", async () => {
  const database = newDatabase("postgres");
  await Server.during({ database, env: ANY_RATE }, async (busy) => {
    await Server.during({ database }, async (quiet) => {
      const load = await Load.start(busy, CUSTOMERS);
      await load.reach(50);
      // The bot runs on the busy one, which was there first.
      const customer = await VisitorApi.arrive(quiet.url, await channelKey(quiet.url));
      const socket = await VisitorSocket.connect(quiet.url, customer.token);
      const heard: string[] = [];
      socket.onMessage = ({ author }) => heard.push(author.kind);
      await socket.subscribe(null);
      await socket.send("question", "支持货到付款吗");
      await expect.poll(() => heard, { timeout: HEARD_WITHIN_MS }).toEqual(["customer", "bot"]);
      socket.close();
      await load.expectNothingLostOrDoubled();
    });
  });
});

test("a server freezes, another takes over, and the first comes back", async () => {
  test.setTimeout(120_000);
  const database = newDatabase("postgres");
  await Server.during({ database, env: ANY_RATE }, async (first) => {
    await Server.during({ database, env: ANY_RATE }, async (second) => {
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
  });
});
