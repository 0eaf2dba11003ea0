/**
 * The machine's clock steps back an hour under a load, and once more while the server is down: nobody is locked out,
 * nothing changes its order, and the work that the dead process held is taken over as ever.
 */
import { expect } from "@playwright/test";
import { channelKey, MemberApi, VisitorApi } from "../harness/api";
import { LONG, NEEDS_LONG } from "../harness/chance";
import { DATABASES, newPostgresDatabase } from "../harness/databases";
import { test } from "../harness/lab";
import { Load } from "../harness/load";
import type { Server } from "../harness/server";

const CUSTOMERS = 12;
const HOUR_MS = 3_600_000;

for (const kind of DATABASES) {
  test(`${kind}: the clock steps back an hour under a load`, async ({ lab }) => {
    test.skip(kind === "sqlite" && !LONG, NEEDS_LONG);
    test.setTimeout(150_000);
    const clock = lab.clock();
    // The database stands on the same machine, and under the same clock.
    const postgres =
      kind === "postgres" ? await lab.postgres({ YINGDA_TEST_POSTGRES_ENV: words(clock.env) }) : null;
    const database = postgres ? newPostgresDatabase(postgres.url) : undefined;
    const server = await lab.server({ database, env: clock.env });
    const admin = await MemberApi.login(server.url, "admin");
    const load = await Load.start(server, CUSTOMERS);
    await load.reach(100);
    clock.set("-1h");
    await load.reach(100);
    await expectOpenDoors(server);
    await admin.get("/session");
    await server.kill();
    // As a machine does that loses power and forgets the time.
    clock.set("-2h");
    await server.run();
    await load.reach(100);
    await load.expectNothingLostOrDoubled();
    load.expectNobodyWaited();
    await server.check();
  });
}

test("who met a limit before the clock stepped back is let in again", async ({ lab }) => {
  const clock = lab.clock();
  const server = await lab.server({ env: { ...clock.env, YINGDA_LIMITS_PUBLIC_PER_ADDRESS: "60" } });
  const key = await channelKey(server.url);
  const arrival = () => VisitorApi.arrive(server.url, key).catch(() => null);
  while (await arrival());
  clock.set("-1h");
  await expect.poll(arrival, { timeout: 10_000, message: "one a second is allowed" }).not.toBeNull();
});

function words(env: NodeJS.ProcessEnv): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

/** Who comes now is let in: customers, and members with their password. */
async function expectOpenDoors(server: Server): Promise<void> {
  const visitor = await VisitorApi.arrive(server.url, await channelKey(server.url));
  const conversation = await visitor.say("支持货到付款吗");
  const agent = await MemberApi.login(server.url, "admin");
  const messages = () => agent.allMessages(conversation);
  await expect.poll(messages, { message: "the bot answers" }).toHaveLength(2);
  for (const { created_at } of await messages()) {
    expect(Math.abs(Date.now() - HOUR_MS - created_at), "it is an hour ago").toBeLessThan(HOUR_MS / 2);
  }
}
