/**
 * The `test` of the fault specs: a laboratory whose things are started for one test and cleared away after it, however it
 * ends. What the machine can't provide skips the test and says why.
 */
import { copyFileSync } from "node:fs";
import { test as base, type TestInfo } from "@playwright/test";
import { FakeClock } from "./fake-clock";
import { PostgresProxy } from "./postgres-proxy";
import { PrivatePostgres } from "./private-postgres";
import { Server, type ServerOptions } from "./server";
import { SmallDisk } from "./small-disk";

/** For customers who all come from one address, and come back as often as they are thrown out. */
const ANY_RATE = { YINGDA_LIMITS_PUBLIC_PER_ADDRESS: "1000000" };

export const test = base.extend<{ lab: Lab }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  lab: async ({}, use, info) => {
    const lab = new Lab(info);
    await use(lab);
    await lab.clear();
  },
});

export class Lab {
  private readonly ends: (() => unknown)[] = [];

  constructor(private readonly info: TestInfo) {}

  async server(options: ServerOptions = {}): Promise<Server> {
    const server = await this.unstarted(options);
    await server.run();
    return server;
  }

  /** A server that the test starts itself. */
  async unstarted(options: ServerOptions): Promise<Server> {
    const server = await Server.create({ ...options, env: { ...ANY_RATE, ...options.env } });
    this.ends.push(() => this.end(server));
    return server;
  }

  /** A PostgreSQL that may be stopped, filled, or run under a clock of its own. */
  async postgres(env: NodeJS.ProcessEnv = {}): Promise<PrivatePostgres> {
    const postgres = await PrivatePostgres.start(env);
    this.ends.push(() => postgres.remove());
    return postgres;
  }

  async proxy(database: string): Promise<PostgresProxy> {
    const proxy = await PostgresProxy.before(database);
    this.ends.push(() => proxy.close());
    return proxy;
  }

  disk(mebibytes: number): SmallDisk {
    const disk = SmallDisk.mount(mebibytes);
    if (!disk) return base.skip(true, "this machine lets the test mount no file system") as never;
    this.ends.push(() => disk.unmount());
    return disk;
  }

  clock(): FakeClock {
    const clock = FakeClock.find();
    if (!clock)
      return base.skip(true, "libfaketime is not installed: `apt-get install libfaketime`") as never;
    this.ends.push(() => clock.remove());
    return clock;
  }

  /** What was started last ends first. */
  async clear(): Promise<void> {
    for (const end of this.ends.reverse()) await end();
  }

  /** The log of a server stays where its test has failed. */
  private async end(server: Server): Promise<void> {
    await server.kill();
    if (this.info.status !== this.info.expectedStatus) {
      copyFileSync(server.log.path, this.info.outputPath(`server-${server.port}.log`));
    }
    await server.remove();
  }
}
