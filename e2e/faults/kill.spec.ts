/**
 * Acknowledged means durable: the server is killed (SIGKILL) in the middle of a load. Every message that a customer got
 * an `ack` for is stored exactly once and in the order of sending; what was not acknowledged is sent again under the
 * same client id and is stored once too; the journal's chain still verifies. On both databases.
 */
import { execFileSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import { DATABASES, newDatabase } from "../harness/databases";
import { BINARY, Server } from "../harness/server";
import { Load, type Sender } from "./load";

const CUSTOMERS = 12;
const CUT_AFTER_ACKS = 500;

for (const kind of DATABASES) {
  test(`${kind}: a kill in the middle of a load loses nothing that was acknowledged`, async () => {
    test.slow();
    const database = newDatabase(kind);
    const server = await Server.start(database ? { database } : {});
    try {
      const load = await Load.arrive(server.url, CUSTOMERS);
      await load.runUntilCut(server.url, CUT_AFTER_ACKS, () => server.kill());
      await server.run();

      for (const sender of load.senders) await expectEachOnceInOrder(sender);
      for (const sender of load.senders) {
        const { repeated, first } = await sender.sendAgain(server.url);
        expect(repeated, "a repeated message is answered as the first time").toBe(first);
      }
      for (const sender of load.senders) await expectEachOnceInOrder(sender);

      await server.stop();
      execFileSync(BINARY, ["check"], { env: server.environment(), cwd: server.folder });
    } finally {
      await server.remove();
    }
  });
}

async function expectEachOnceInOrder(sender: Sender): Promise<void> {
  const own = (await sender.visitor.allMessages()).filter(({ author }) => author.kind === "customer");
  const stored = own.map(({ client_id }) => client_id);
  const run = stored.map((_, number) => sender.clientId(number));
  expect(stored, "a run without a hole, nothing twice, in order").toEqual(run);
  for (const [clientId, seq] of sender.acked) {
    expect(own.find(({ client_id }) => client_id === clientId)?.seq, `${clientId} was acknowledged`).toBe(
      seq,
    );
  }
}
