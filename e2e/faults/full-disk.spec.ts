/**
 * The disk is full in the middle of a load, and later it is not: what can't be stored is refused and not acknowledged,
 * what is stored stays readable, and when there is room again everything goes on without a restart.
 */
import { execFileSync } from "node:child_process";
import { expect } from "@playwright/test";
import { newPostgresDatabase } from "../harness/databases";
import { test } from "../harness/lab";
import { Load } from "../harness/load";
import type { Server } from "../harness/server";
import { expectTold } from "../harness/server-log";

/** So many that refusals one after the other would take too long. */
const CUSTOMERS = 40;
const FULL_MS = 10_000;
const BACK_WITHIN_MS = 30_000;

test.beforeEach(() => test.setTimeout(120_000));

test("sqlite: a file system of limited size is full", async ({ lab }) => {
  const disk = lab.disk(64);
  const server = await lab.server({ data: disk.folder });
  await endureFullness(
    server,
    () => disk.fill(),
    () => disk.free(),
  );
});

test("sqlite: writing fails with an I/O error", async ({ lab }) => {
  test.skip(process.platform !== "linux", "limits of a running process are changed with Linux's prlimit");
  // A write beyond the limit would end a process that does not ignore the signal.
  const server = await lab.server({ launcher: ["bash", "-c", 'trap "" XFSZ; exec "$0" "$@"'] });
  await endureFullness(
    server,
    () => limitFiles(server, "0"),
    () => limitFiles(server, "unlimited"),
  );
});

test("postgres: the database's file system is full", async ({ lab }) => {
  const disk = lab.disk(320);
  const postgres = await lab.postgres({ TMPDIR: disk.folder });
  const server = await lab.server({ database: newPostgresDatabase(postgres.url) });
  const makeRoom = async () => {
    disk.free();
    // A PostgreSQL that has no room for its log ends; whoever makes room starts it again.
    await postgres.startAgain().catch(() => undefined);
  };
  await endureFullness(server, () => disk.fill(), makeRoom);
});

async function endureFullness(server: Server, fill: () => unknown, free: () => unknown): Promise<void> {
  const load = await Load.start(server, CUSTOMERS);
  await load.reach(100);
  const before = server.log.mark();
  await fill();
  await expect.poll(() => load.refusals, { message: "customers are told" }).toBeGreaterThan(0);
  await new Promise((done) => setTimeout(done, FULL_MS));
  expect.soft((await fetch(`${server.url}/health/live`)).status).toBe(200);
  const told = server.log.troubleSince(before);
  const stuck = load.acknowledgements;
  await free();
  await expect
    .poll(() => load.acknowledgements, { timeout: BACK_WITHIN_MS, message: "goes on by itself" })
    .toBeGreaterThan(stuck + 100);
  await load.expectNothingLostOrDoubled();
  load.expectNobodyWaited();
  expectTold(told, /disk|full|I\/O|no space/i, FULL_MS);
  await server.check();
}

function limitFiles(server: Server, size: string): void {
  execFileSync("prlimit", ["--pid", String(server.pid), `--fsize=${size}:unlimited`]);
}
