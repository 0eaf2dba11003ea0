/**
 * One Yingda process with a data folder and a port of its own. Starts the real binary, waits until it is ready,
 * stops it (politely, or as a power cut would) and starts it again on the same data.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cpSync, createWriteStream, mkdtempSync, readFileSync, rmSync, type WriteStream } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ReverseProxy } from "./reverse-proxy";
import { ServerLog } from "./server-log";

const run = promisify(execFile);

export const BINARY = resolve(
  process.env.YINGDA_TEST_BIN ?? join(import.meta.dirname, "../../target/debug/yingda"),
);
const READY_WITHIN_MS = 45_000;

export interface ServerOptions {
  /** With the demo company, or empty as after a first installation. */
  demo?: boolean;
  /** The path of a host that the server shares with others, such as `/support`; a proxy then stands in front. */
  basePath?: string;
  /** A database URL; without one an SQLite file among the server's data. */
  database?: string | undefined;
  /** Where its data is, when not in its own folder. */
  data?: string;
  /** What runs the program, when it does not run by itself: a command that takes the program's as arguments. */
  launcher?: string[];
  /** More variables of its environment. */
  env?: NodeJS.ProcessEnv;
}

export class Server {
  private static demo: Promise<string> | null = null;
  /** More of its configuration, from the next start on. */
  readonly variables: Record<string, string> = {};
  private process: ChildProcess | null = null;
  private proxy: ReverseProxy | null = null;
  private readonly output: WriteStream;
  readonly log: ServerLog;

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly options: ServerOptions,
  ) {
    this.log = new ServerLog(join(folder, "server.log"));
    this.output = createWriteStream(this.log.path, { flags: "a" });
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = await Server.create(options);
    await server.run();
    return server;
  }

  /** A server with its data, not started yet. */
  static async create(options: ServerOptions = {}): Promise<Server> {
    const server = new Server(newFolder(), await freePort(), options);
    if (options.demo !== false && !options.database) copyDemo(await Server.madeDemo(), server.data);
    if (options.basePath) server.proxy = await ReverseProxy.start(server.port, options.basePath);
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

  /** Where its store is, as it is told. */
  get database(): string {
    return this.options.database ?? `sqlite:${join(this.data, "yingda.db")}`;
  }

  get pid(): number {
    if (!this.process?.pid) throw new Error("the server does not run");
    return this.process.pid;
  }

  /** Mebibytes of memory that the process has now (Linux). */
  memory(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
  }

  /** Starts the process and waits until it is ready; after a stop, again on the same data and port. */
  async run(): Promise<void> {
    await this.ready(this.launch());
  }

  /** Starts the process, and that is all. */
  launch(): ChildProcess {
    const { demo = true, launcher = [] } = this.options;
    const [program = BINARY, ...words] = [...launcher, BINARY, "serve", ...(demo ? ["--demo"] : [])];
    const child = spawn(program, words, {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: this.environment(),
    });
    child.stdout.pipe(this.output, { end: false });
    child.stderr.pipe(this.output, { end: false });
    this.process = child;
    return child;
  }

  /** The configuration of this server, also for other commands on its data. */
  environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.folder,
      YINGDA_LISTEN: `127.0.0.1:${this.port}`,
      YINGDA_DATABASE: this.database,
      YINGDA_DATA_DIR: this.data,
      // The machine that tests run on may well be full.
      YINGDA_ALARMS_DISK_FREE_PERCENT: "0",
      ...(this.proxy ? { YINGDA_PUBLIC_URL: this.proxy.url, YINGDA_TRUSTED_PROXIES: "127.0.0.1" } : {}),
      ...this.options.env,
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
    this.output.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What was asked of the proxy in front outside the server's path. */
  get strays(): readonly string[] {
    return this.proxy?.strays ?? [];
  }

  /** Stops the server and verifies what it leaves, as somebody does who does not trust it. */
  async check(): Promise<void> {
    await this.stop();
    await run(BINARY, ["check"], { env: this.environment(), cwd: this.folder });
  }

  private get data(): string {
    return this.options.data ?? this.folder;
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
    throw new Error(`${BINARY} did not become ready:\n${this.log.text().slice(-4000)}`);
  }
}

/** All of the demo company's files but the log of the server that made it. */
function copyDemo(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith(".log") });
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
