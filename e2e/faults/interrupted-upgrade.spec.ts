/**
 * The server is killed at moments that chance picks while it brings an older store to its schema; the next start finishes
 * the upgrade, from the backup that was made before it on, and everything that was there is there.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { MemberApi } from "../harness/api";
import { Chance, rounds } from "../harness/chance";
import { DATABASES, newDatabase } from "../harness/databases";
import { test } from "../harness/lab";
import { Load } from "../harness/load";
import { makeOlder } from "../harness/older-store";
import type { Server } from "../harness/server";

const CUSTOMERS = 4;

for (const kind of DATABASES) {
  test(`${kind}: kills during an upgrade leave nothing half done`, async ({ lab }) => {
    const times = rounds(1);
    test.setTimeout(90_000 + times * 20_000);
    const chance = new Chance();
    const server = await lab.server({ database: newDatabase(kind) });
    const load = await Load.start(server, CUSTOMERS);
    await load.reach(20);
    await load.expectNothingLostOrDoubled();
    const before = await conversations(server);
    await server.stop();
    await makeOlder(server.database);
    const startMs = await timeToStart(server);
    for (let round = 0; round < times; round += 1) {
      await makeOlder(server.database);
      for (let kills = chance.between(1, 2); kills > 0; kills -= 1) {
        server.launch();
        await new Promise((done) => setTimeout(done, chance.between(0, startMs)));
        await server.kill();
      }
      await server.run();
      expect(await conversations(server)).toEqual(before);
      await server.check();
    }
    if (kind === "sqlite") expect(backups(server), "a backup was made before").not.toEqual([]);
  });
}

/** Milliseconds of an upgrade that nobody disturbs. */
async function timeToStart(server: Server): Promise<number> {
  const began = performance.now();
  await server.run();
  const took = performance.now() - began;
  await server.stop();
  return Math.ceil(took);
}

async function conversations(server: Server): Promise<unknown> {
  const admin = await MemberApi.login(server.url, "admin");
  return admin.get("/conversations?view=all&limit=200");
}

function backups(server: Server): string[] {
  return readdirSync(join(server.folder, "backups")).filter((file) => file.startsWith("before-schema-"));
}
