/** A PostgreSQL cluster of a test's own, which it may stop, start and fill without troubling other tests. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, "../../scripts/with-postgres.sh");
/** Tells where the cluster is, and lasts until nobody listens any more. */
const TELL = 'echo "$YINGDA_TEST_POSTGRES $YINGDA_TEST_POSTGRES_CONTROL"; cat';

export class PrivatePostgres {
  private constructor(
    private readonly holder: ChildProcess,
    /** A URL that may create databases. */
    readonly url: string,
    private readonly control: string,
  ) {}

  /** As durable as in earnest; `env` is what the cluster runs under beside this process's own. */
  static async start(env: NodeJS.ProcessEnv = {}): Promise<PrivatePostgres> {
    const holder = spawn("bash", [SCRIPT, "bash", "-c", TELL], {
      env: { ...process.env, YINGDA_TEST_POSTGRES_DURABLE: "1", ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    for await (const line of createInterface(holder.stdout)) {
      const [url, control] = line.split(" ");
      if (url && control) return new PrivatePostgres(holder, url, control);
    }
    throw new Error("no private PostgreSQL: see what with-postgres.sh says");
  }

  /** Ends the cluster as a power cut of its machine would. */
  async stop(): Promise<void> {
    await run(this.control, ["-m", "immediate", "stop"]);
  }

  /** Starts it again; it recovers what it had committed. */
  async startAgain(): Promise<void> {
    // Its output would stay open as long as the cluster lives.
    const starting = spawn(this.control, ["start"], { stdio: "ignore" });
    const status = await new Promise((done) => starting.once("exit", done));
    if (status !== 0) throw new Error("the private PostgreSQL did not start again");
  }

  /** Ends the cluster and removes its data. */
  async remove(): Promise<void> {
    const ended = new Promise((done) => this.holder.once("exit", done));
    this.holder.stdin?.end();
    await ended;
  }
}
