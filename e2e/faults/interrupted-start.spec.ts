/**
 * The server is killed at moments that chance picks while it starts for the first time and makes its schema; the next
 * start finishes what was begun or begins anew, and what comes of it is whole.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { Chance, rounds } from "../harness/chance";
import { DATABASES, newSlowDatabase } from "../harness/databases";
import { type Lab, test } from "../harness/lab";
import type { Server } from "../harness/server";

type Kind = (typeof DATABASES)[number];

for (const kind of DATABASES) {
  test(`${kind}: kills during the first start leave nothing half made`, async ({ lab }) => {
    const times = rounds(2);
    test.setTimeout(60_000 + times * 15_000);
    const chance = new Chance();
    const startMs = await timeToStart(lab, kind);
    for (let round = 0; round < times; round += 1) {
      const server = await unborn(lab, kind);
      for (let kills = chance.between(1, 3); kills > 0; kills -= 1) {
        server.launch();
        await new Promise((done) => setTimeout(done, chance.between(0, startMs)));
        await server.kill();
      }
      await server.run();
      await expectNew(server);
      await server.check();
    }
  });
}

/** The moments before the schema, when the embedded database's file is made, are few: each of them is met. */
test("sqlite: kills while the database's file is made leave nothing half made", async ({ lab }) => {
  const times = rounds(4);
  test.setTimeout(60_000 + times * 10_000);
  const chance = new Chance();
  for (let round = 0; round < times; round += 1) {
    const server = await unborn(lab, "sqlite");
    server.launch();
    await expect.poll(() => existsSync(join(server.folder, "yingda.db")), { intervals: [1] }).toBe(true);
    await new Promise((done) => setTimeout(done, chance.between(0, 10)));
    await server.kill();
    await server.run();
    await server.check();
  }
});

async function unborn(lab: Lab, kind: Kind): Promise<Server> {
  return lab.unstarted({ database: await newSlowDatabase(kind), demo: false });
}

/** Milliseconds of a first start that nobody disturbs. */
async function timeToStart(lab: Lab, kind: Kind): Promise<number> {
  const server = await unborn(lab, kind);
  const began = performance.now();
  await server.run();
  const took = performance.now() - began;
  await server.stop();
  return Math.ceil(took);
}

/** It waits for its first administrator. */
async function expectNew(server: Server): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/setup`);
  expect(await answer.json()).toMatchObject({ required: true });
}
