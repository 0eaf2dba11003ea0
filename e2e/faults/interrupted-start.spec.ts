/**
 * The server is killed at moments that chance picks while it starts for the first time and makes its schema; the next
 * start finishes what was begun or begins anew, and what comes of it is whole.
 */
import { expect, test } from "@playwright/test";
import { Chance, rounds } from "../harness/chance";
import { DATABASES, newSlowDatabase } from "../harness/databases";
import { Server } from "../harness/server";

for (const kind of DATABASES) {
  test(`${kind}: kills during the first start leave nothing half made`, async () => {
    const times = rounds(4);
    test.setTimeout(60_000 + times * 10_000);
    const chance = new Chance();
    const startMs = await timeToStart(kind);
    for (let round = 0; round < times; round += 1) {
      const server = await unborn(kind);
      for (let kills = chance.between(1, 3); kills > 0; kills -= 1) {
        server.launch();
        await new Promise((done) => setTimeout(done, chance.between(0, startMs)));
        await server.kill();
      }
      await server.run();
      await expectNew(server);
      await server.check();
      await server.remove();
    }
  });
}

/** On PostgreSQL the schema takes its time, so that the moments fall into it. */
function unborn(kind: (typeof DATABASES)[number]): Promise<Server> {
  return Server.unborn({ database: kind === "sqlite" ? undefined : newSlowDatabase() });
}

/** Milliseconds of a first start that nobody disturbs. */
async function timeToStart(kind: (typeof DATABASES)[number]): Promise<number> {
  const server = await unborn(kind);
  const began = performance.now();
  await server.run();
  const took = performance.now() - began;
  await server.remove();
  return Math.ceil(took);
}

/** It waits for its first administrator. */
async function expectNew(server: Server): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/setup`);
  expect(await answer.json()).toMatchObject({ required: true });
}
