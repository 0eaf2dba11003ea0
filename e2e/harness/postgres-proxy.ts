/**
 * What stands between a server and its PostgreSQL and can fail: connections can be cut at the very moment of a COMMIT,
 * or nothing passes any more though everything stays connected. Understands just enough of the protocol to know a COMMIT.
 */
import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * What becomes of a COMMIT whose answer the server never gets. `lost`: the database has not seen it. `done`: it has, and
 * answered. `racing`: it has, and nobody waits for what it does. `undecided`: it has not, and does not notice for
 * a while that its client is gone.
 */
export const CUTS = ["lost", "done", "racing", "undecided"] as const;
export type Cut = (typeof CUTS)[number];

const UNDECIDED_MS = 3_000;

export class PostgresProxy {
  private readonly pairs = new Set<Pair>();
  private frozen = false;
  private refusing = false;
  /** How many connections were cut at a COMMIT. */
  cuts = 0;
  private cut: (() => Cut | null) | null = null;

  private constructor(
    private readonly listener: Server,
    private readonly database: URL,
  ) {
    listener.on("connection", (client) => this.join(client));
  }

  /** Stands before a database. */
  static async before(database: string): Promise<PostgresProxy> {
    const listener = createServer();
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    return new PostgresProxy(listener, new URL(database));
  }

  /** The database, seen through here. */
  get url(): string {
    const address = this.listener.address();
    const through = new URL(this.database);
    if (typeof address === "object" && address) through.host = `127.0.0.1:${address.port}`;
    return through.toString();
  }

  /** Asks for each COMMIT whether to cut it, and how. */
  cutCommits(ask: (() => Cut | null) | null): void {
    this.cut = ask;
  }

  /** From now on nobody gets in; whoever is connected stays. */
  refuse(): void {
    this.refusing = true;
  }

  accept(): void {
    this.refusing = false;
  }

  /** Ends all connections. */
  dropAll(): void {
    for (const pair of this.pairs) pair.end();
  }

  /** From now on nothing passes, and nobody is told. */
  freeze(): void {
    this.frozen = true;
    for (const pair of this.pairs) pair.pause();
  }

  /** What has waited passes, as after a network that was away. */
  thaw(): void {
    this.frozen = false;
    for (const pair of this.pairs) pair.resume();
  }

  async close(): Promise<void> {
    this.dropAll();
    await new Promise((done) => this.listener.close(done));
  }

  private join(client: Socket): void {
    if (this.refusing) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(this.database.port), this.database.hostname);
    const pair = new Pair(client, upstream, () => this.decide());
    this.pairs.add(pair);
    if (this.frozen) pair.pause();
    client.once("close", () => this.pairs.delete(pair));
  }

  private decide(): Cut | null {
    const cut = this.cut?.() ?? null;
    if (cut) this.cuts += 1;
    return cut;
  }
}

/** One connection of the server and the one to the database that belongs to it. */
class Pair {
  private readonly asked = new Messages(false);
  private readonly answered = new Messages(true);
  private readonly commits = new Set<string>();
  private cut: Cut | null = null;

  constructor(
    private readonly client: Socket,
    private readonly upstream: Socket,
    private readonly decide: () => Cut | null,
  ) {
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
    }
    client.on("data", (bytes) => this.ask(bytes));
    upstream.on("data", (bytes) => this.answer(bytes));
    client.once("close", () => this.cut === null && upstream.destroy());
    upstream.once("close", () => client.destroy());
  }

  pause(): void {
    this.client.pause();
    this.upstream.pause();
  }

  resume(): void {
    this.client.resume();
    this.upstream.resume();
  }

  end(): void {
    this.client.destroy();
    this.upstream.destroy();
  }

  private ask(bytes: Buffer): void {
    for (const message of this.asked.take(bytes)) {
      if (this.cut === null && this.isCommit(message)) this.cut = this.decide();
      if (this.cut === "lost" || this.cut === "undecided") {
        this.client.destroy();
        setTimeout(() => this.upstream.destroy(), this.cut === "lost" ? 0 : UNDECIDED_MS);
        return;
      }
      this.upstream.write(message);
      // What was asked ends with a Sync; before it the database would not begin.
      if (this.cut === "racing" && kind(message) === "S") {
        this.upstream.end();
        this.client.destroy();
        return;
      }
    }
  }

  private answer(bytes: Buffer): void {
    const messages = this.answered.take(bytes);
    if (this.cut === null) this.client.write(bytes);
    for (const message of this.cut === null ? [] : messages) {
      if (kind(message) === "C" && message.toString("latin1", 5, 11) === "COMMIT") this.end();
    }
  }

  /** Whether a message binds a statement that was prepared as COMMIT. */
  private isCommit(message: Buffer): boolean {
    const texts = message.toString("latin1", 5).split("\0");
    if (kind(message) === "P" && texts[1] === "COMMIT") this.commits.add(texts[0] ?? "");
    return kind(message) === "B" && this.commits.has(texts[1] ?? "");
  }
}

/** Bytes, sorted into whole messages of the protocol. */
class Messages {
  private rest: Buffer = Buffer.alloc(0);

  /** The first message of a client has no kind. */
  constructor(private begun: boolean) {}

  take(bytes: Buffer): Buffer[] {
    this.rest = Buffer.concat([this.rest, bytes]);
    const whole: Buffer[] = [];
    for (;;) {
      const head = this.begun ? 1 : 0;
      if (this.rest.length < head + 4) return whole;
      const end = head + this.rest.readUInt32BE(head);
      if (this.rest.length < end) return whole;
      whole.push(this.rest.subarray(0, end));
      this.rest = this.rest.subarray(end);
      this.begun = true;
    }
  }
}

function kind(message: Buffer): string {
  return String.fromCharCode(message[0] ?? 0);
}
