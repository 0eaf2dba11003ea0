/**
 * Acknowledged means durable: the server is killed (SIGKILL) again and again, at moments that chance picks, while
 * customers write. They come back by themselves and send again what was not acknowledged; at the end everything is
 * there once and in order, everything was answered once, and the journal's chain verifies. On both databases.
 */
import { Chance, rounds } from "../harness/chance";
import { DATABASES, newDatabase } from "../harness/databases";
import { test } from "../harness/lab";
import { Load } from "../harness/load";

const CUSTOMERS = 12;

for (const kind of DATABASES) {
  test(`${kind}: kills in the middle of a load lose nothing that was acknowledged`, async ({ lab }) => {
    const times = rounds(4);
    test.setTimeout(90_000 + times * 15_000);
    const chance = new Chance();
    const server = await lab.server({ database: newDatabase(kind) });
    const load = await Load.start(server, CUSTOMERS);
    for (let round = 0; round < times; round += 1) {
      await load.reach(chance.between(20, 200));
      await new Promise((done) => setTimeout(done, chance.between(0, 50)));
      await server.kill();
      await server.run();
    }
    await load.reach(CUSTOMERS);
    await load.expectNothingLostOrDoubled();
    await server.check();
  });
}
