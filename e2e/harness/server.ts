/**
 * One Yingda process with a data folder and a port of its own. Starts the real binary, waits until it is ready,
 * stops it (politely, or as a power cut would) and starts it again on the same data.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, createWriteStream, mkdtempSync, readFileSync, rmSync, type WriteStream } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ReverseProxy } from "./reverse-proxy";

export const BINARY = resolve(
  process.env.YINGDA_TEST_BIN ?? join(import.meta.dirname, "../../target/debug/yingda"),
);
const READY_WITHIN_MS = 45_000;

export interface ServerOptions {
  /** With the demo company, or empty as after a first installation. */
  demo?: boolean;
  /** The path of a host that the server shares with others, such as `/support`; a proxy then stands in front. */
  basePath?: string;
  /** A database URL; without one an SQLite file in the server's own folder. */
  database?: string;
}

export class Server {
  private static demo: Promise<string> | null = null;
  /** More of its configuration, from the next start on. */
  readonly variables: Record<string, string> = {};
  private process: ChildProcess | null = null;
  private proxy: ReverseProxy | null = null;
  private readonly log: WriteStream;

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly options: ServerOptions,
  ) {
    this.log = createWriteStream(join(folder, "server.log"), { flags: "a" });
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = new Server(newFolder(), await freePort(), options);
    if (options.demo !== false && !options.database)
      cpSync(await Server.madeDemo(), server.folder, { recursive: true });
    if (options.basePath) server.proxy = await ReverseProxy.start(server.port, options.basePath);
    await server.run();
    return server;
  }

  /** The data of a demo company, made once in each process and copied for every server: making it takes seconds. */
  private static madeDemo(): Promise<string> {
    Server.demo ??= (async () => {
      const server = new Server(newFolder(), await freePort(), {});
      process.once("exit", () => rmSync(server.folder, { recursive: true, force: true }));
      await server.run();
      await server.stop();
      return server.folder;
    })();
    return Server.demo;
  }

  /** Where people reach it, without a slash at the end. */
  get url(): string {
    return this.proxy?.url ?? `http://127.0.0.1:${this.port}`;
  }

  /** Starts the process; after a stop, again on the same data and port. */
  async run(): Promise<void> {
    const { demo = true } = this.options;
    const child = spawn(BINARY, demo ? ["serve", "--demo"] : ["serve"], {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: this.environment(),
    });
    child.stdout.pipe(this.log, { end: false });
    child.stderr.pipe(this.log, { end: false });
    this.process = child;
    await this.ready(child);
  }

  /** The configuration of this server, also for other commands on its data. */
  environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.folder,
      YINGDA_LISTEN: `127.0.0.1:${this.port}`,
      YINGDA_DATABASE: this.options.database ?? `sqlite:${join(this.folder, "yingda.db")}`,
      YINGDA_DATA_DIR: this.folder,
      // The machine that tests run on may well be full.
      YINGDA_ALARMS_DISK_FREE_PERCENT: "0",
      ...(this.proxy ? { YINGDA_PUBLIC_URL: this.proxy.url, YINGDA_TRUSTED_PROXIES: "127.0.0.1" } : {}),
      ...this.variables,
    };
  }

  /** Lets the server finish what it acknowledged. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Ends the process where it stands, as a power cut would. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends the process and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await this.proxy?.stop();
    this.log.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What was asked of the proxy in front outside the server's path. */
  get strays(): readonly string[] {
    return this.proxy?.strays ?? [];
  }

  logText(): string {
    return readFileSync(join(this.folder, "server.log"), "utf8");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    this.process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }

  private async ready(child: ChildProcess): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS;
    while (Date.now() < until && child.exitCode === null) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/health/ready`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`${BINARY} did not become ready:\n${this.logText().slice(-4000)}`);
  }
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "yingda-e2e-"));
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
