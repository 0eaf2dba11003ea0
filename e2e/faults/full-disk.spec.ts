/**
 * The disk is full in the middle of a load, and later it is not: what can't be stored is refused and not acknowledged,
 * what is stored stays readable, and when there is room again everything goes on without a restart.
 */
import { execFileSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import { newPostgresDatabase } from "../harness/databases";
import { Load } from "../harness/load";
import { PrivatePostgres } from "../harness/private-postgres";
import { ANY_RATE, Server } from "../harness/server";
import { expectTold } from "../harness/server-log";
import { SmallDisk } from "../harness/small-disk";

/** So many that refusals one after the other would take too long. */
const CUSTOMERS = 40;
const FULL_MS = 10_000;
const BACK_WITHIN_MS = 30_000;
const NOT_PERMITTED = "this machine lets the test mount no file system";

test("sqlite: a file system of limited size is full", async () => {
  const disk = SmallDisk.mount(64);
  test.skip(!disk, NOT_PERMITTED);
  if (!disk) return;
  await Server.during({ data: disk.folder, env: ANY_RATE }, (server) =>
    endureFullness(
      server,
      () => disk.fill(),
      () => disk.free(),
    ),
  );
  disk.unmount();
});

test("sqlite: writing fails with an I/O error", async () => {
  test.skip(process.platform !== "linux", "limits of a running process are changed with Linux's prlimit");
  // A write beyond the limit would end a process that does not ignore the signal.
  const launcher = ["bash", "-c", 'trap "" XFSZ; exec "$0" "$@"'];
  await Server.during({ launcher, env: ANY_RATE }, (server) =>
    endureFullness(
      server,
      () => limitFiles(server, "0"),
      () => limitFiles(server, "unlimited"),
    ),
  );
});

test("postgres: the database's file system is full", async () => {
  test.setTimeout(120_000);
  const disk = SmallDisk.mount(320);
  test.skip(!disk, NOT_PERMITTED);
  if (!disk) return;
  const postgres = await PrivatePostgres.start({ TMPDIR: disk.folder });
  await Server.during({ database: newPostgresDatabase(postgres.url), env: ANY_RATE }, (server) =>
    endureFullness(
      server,
      () => disk.fill(),
      async () => {
        disk.free();
        // A PostgreSQL that has no room for its log ends; whoever makes room starts it again.
        await postgres.startAgain().catch(() => undefined);
      },
    ),
  );
  await postgres.remove();
  disk.unmount();
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
