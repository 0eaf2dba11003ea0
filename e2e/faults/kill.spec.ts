/**
 * Acknowledged means durable: the server is killed (SIGKILL) in the middle of a load. Every message that a customer got
 * an `ack` for is stored exactly once and in the order of sending; what was not acknowledged is sent again under the
 * same client id and is stored once too; the journal's chain still verifies. On both databases.
 */
import { execFileSync } from "node:child_process";
import { channelKey, VisitorApi } from "../harness/api";
import { DATABASES, newDatabase } from "../harness/databases";
import { BINARY, Server } from "../harness/server";
import { expect, test } from "../harness/test";
import { VisitorSocket } from "../harness/visitor-socket";

const CUSTOMERS = 12;
const MESSAGES_EACH = 400;
const KILL_AFTER_ACKS = 500;
/** Keeps each connection under its frame limit. */
const PAUSE_MS = 25;

/** One customer's side of the story. */
class Sender {
  readonly acked = new Map<string, number>();
  private sent = 0;

  constructor(
    readonly visitor: VisitorApi,
    private readonly onAck: () => void,
  ) {}

  clientId(number: number): string {
    return `load-${number}`;
  }

  /** Sends until the connection breaks or everything is sent; the one in flight when it breaks is not acknowledged. */
  async sendUntilBroken(url: string): Promise<void> {
    const socket = await VisitorSocket.connect(url, this.visitor.token);
    try {
      for (; this.sent < MESSAGES_EACH; this.sent += 1) {
        await this.sendOne(socket, this.sent);
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    } catch (error) {
      if (!/closed/.test(String(error))) throw error;
    } finally {
      socket.close();
    }
  }

  /** After the restart: the message in flight once more, and the last acknowledged one, which must do no harm. */
  async sendAgain(url: string): Promise<void> {
    const socket = await VisitorSocket.connect(url, this.visitor.token);
    const lastAcked = this.sent - 1;
    if (lastAcked >= 0) {
      const again = await socket.send(this.clientId(lastAcked), `第 ${lastAcked} 条`);
      expect(again.seq).toBe(this.acked.get(this.clientId(lastAcked)));
    }
    await this.sendOne(socket, this.sent);
    socket.close();
  }

  private async sendOne(socket: VisitorSocket, number: number): Promise<void> {
    const { seq } = await socket.send(this.clientId(number), `第 ${number} 条`);
    this.acked.set(this.clientId(number), seq);
    this.onAck();
  }
}

for (const database of DATABASES) {
  test(`${database}: a kill in the middle of a load loses nothing that was acknowledged`, async () => {
    test.slow();
    const url = newDatabase(database);
    const server = await Server.start(url ? { database: url } : {});
    try {
      const senders = await arrive(server);
      await loadAndKill(server, senders);
      await server.run();

      for (const sender of senders) await expectEachOnceInOrder(sender);
      for (const sender of senders) await sender.sendAgain(server.url);
      for (const sender of senders) await expectEachOnceInOrder(sender);

      await server.stop();
      execFileSync(BINARY, ["check"], { env: server.environment(), cwd: server.folder });
    } finally {
      await server.remove();
    }
  });
}

let acks = 0;
let enough = () => {};

async function arrive(server: Server): Promise<Sender[]> {
  const key = await channelKey(server.url);
  const senders: Sender[] = [];
  for (let number = 0; number < CUSTOMERS; number += 1) {
    const visitor = await VisitorApi.arrive(server.url, key);
    senders.push(new Sender(visitor, () => ++acks === KILL_AFTER_ACKS && enough()));
  }
  return senders;
}

async function loadAndKill(server: Server, senders: Sender[]): Promise<void> {
  acks = 0;
  const reached = new Promise<void>((done) => {
    enough = done;
  });
  const load = senders.map((sender) => sender.sendUntilBroken(server.url));
  await Promise.race([
    reached,
    Promise.all(load).then(() => Promise.reject(new Error("the load ended early"))),
  ]);
  await server.kill();
  await Promise.all(load);
}

async function expectEachOnceInOrder(sender: Sender): Promise<void> {
  const own = (await sender.visitor.allMessages()).filter(({ author }) => author.kind === "customer");
  const stored = own.map(({ client_id }) => client_id);
  expect(new Set(stored).size, "no message is stored twice").toBe(stored.length);
  expect(stored, "what is stored is a run without a hole").toEqual(
    stored.map((_, number) => sender.clientId(number)),
  );
  for (const [clientId, seq] of sender.acked) {
    expect(own.find(({ client_id }) => client_id === clientId)?.seq, `${clientId} was acknowledged`).toBe(
      seq,
    );
  }
}
