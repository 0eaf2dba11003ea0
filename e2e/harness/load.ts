/**
 * A load of customers who write while something breaks, and what must be true of them afterwards: every acknowledged
 * message stored once and in order, every question answered once, nothing heard twice or not at all.
 */
import { expect } from "@playwright/test";
import { channelKey, MemberApi, type Message, VisitorApi } from "./api";
import { Sender } from "./sender";
import type { Server } from "./server";

/** Questions of the demo shop that the bot answers; a number makes each its own. */
const QUESTIONS = ["支持货到付款吗", "怎么取消订单", "怎么查看我的订单", "付款失败怎么办"];
/** Less than a client waits before it takes the server for dead. */
export const ANSWERED_WITHIN_MS = 8_000;
const SETTLED_WITHIN_MS = 45_000;

export class Load {
  readonly senders: Sender[] = [];
  private acks = 0;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(private readonly server: Server) {}

  static async start(server: Server, customers: number): Promise<Load> {
    const load = new Load(server);
    const key = await channelKey(server.url);
    for (let number = 0; number < customers; number += 1) {
      const visitor = await VisitorApi.arrive(server.url, key);
      const question = (message: number) => `${QUESTIONS[message % QUESTIONS.length]} ${number}-${message}`;
      load.senders.push(new Sender(visitor, server.url, question, () => load.acknowledged()));
    }
    load.running = Promise.all(load.senders.map((sender) => sender.run()));
    // Awaited in `end`; a failure before that is told there.
    load.running.catch(() => undefined);
    return load;
  }

  /** Waits until so many more messages have been acknowledged. */
  async reach(more: number, withinMs = 60_000): Promise<void> {
    const goal = this.acks + more;
    await Promise.race([
      expect.poll(() => this.acks, { timeout: withinMs, intervals: [20] }).toBeGreaterThanOrEqual(goal),
      this.running,
    ]);
  }

  get acknowledgements(): number {
    return this.acks;
  }

  get refusals(): number {
    return this.sum((sender) => sender.refusals);
  }

  get silences(): number {
    return this.sum((sender) => sender.silences);
  }

  /** Whatever was wrong, everybody was told something before a client takes the server for dead. */
  expectNobodyWaited(): void {
    expect.soft(this.silences, "times that a customer waited in vain").toBe(0);
    const slowest = Math.max(...this.senders.map((sender) => sender.slowest));
    expect.soft(slowest, "milliseconds that an answer took").toBeLessThan(ANSWERED_WITHIN_MS);
  }

  /** The waits of all customers from now on, in milliseconds: an array that goes on growing is copied, not shared. */
  waitsSince(mark: ReadonlyMap<Sender, number>): number[] {
    return this.senders.flatMap((sender) => sender.waits.slice(mark.get(sender) ?? 0));
  }

  mark(): ReadonlyMap<Sender, number> {
    return new Map(this.senders.map((sender) => [sender, sender.waits.length]));
  }

  /** Every customer brings the message in flight home and stops writing. */
  async end(): Promise<void> {
    for (const sender of this.senders) sender.end();
    await this.running;
  }

  /** Ends the load, waits until the server has caught up, and looks at everything that customers can see. */
  async expectNothingLostOrDoubled(): Promise<void> {
    await this.end();
    const admin = await MemberApi.login(this.server.url, "admin");
    await Promise.all(this.senders.map((sender) => expectWhole(sender, admin)));
    const faults = new Set(this.senders.flatMap((sender) => sender.faults));
    expect.soft([...faults], "what customers must never see").toEqual([]);
  }

  private acknowledged(): void {
    this.acks += 1;
  }

  private sum(of: (sender: Sender) => number): number {
    return this.senders.reduce((sum, sender) => sum + of(sender), 0);
  }
}

async function expectWhole(sender: Sender, admin: MemberApi): Promise<void> {
  await sender.listen();
  await expectStored(sender);
  await expectAnsweredOnce(sender, admin);
  await expectHeard(sender);
  sender.leave();
}

async function expectStored(sender: Sender): Promise<void> {
  const own = (await sender.visitor.allMessages()).filter(isOwn);
  const expected = Array.from({ length: sender.sent }, (_, number) => sender.clientId(number));
  expect(
    own.map(({ client_id }) => client_id),
    "each message once, in the order of sending",
  ).toEqual(expected);
  for (const { client_id, seq } of own) {
    expect(sender.acked.get(client_id ?? ""), `${client_id} is stored as it was acknowledged`).toBe(seq);
  }
}

/** The evidence of each of the bot's messages names the question that it answers; only members are shown it. */
async function expectAnsweredOnce(sender: Sender, admin: MemberApi): Promise<void> {
  const asked = () => sender.visitor.allMessages().then((all) => all.filter(isOwn));
  const expected = (await asked()).map(({ content }) => content.text ?? "").sort();
  await expect
    .poll(async () => (await answered(sender, admin)).sort(), {
      timeout: SETTLED_WITHIN_MS,
      intervals: [200],
    })
    .toEqual(expected);
}

async function answered(sender: Sender, admin: MemberApi): Promise<string[]> {
  const questions: string[] = [];
  for (const conversation of sender.heard.keys()) {
    const messages = await admin.allMessages(conversation);
    questions.push(...messages.flatMap(({ evidence }) => evidence?.question ?? []));
  }
  return questions;
}

/** What came over the connections is the whole conversation, each message once and in order. */
async function expectHeard(sender: Sender): Promise<void> {
  const stored = new Map<string, number[]>();
  for (const { conversation_id, seq } of await sender.visitor.allMessages()) {
    stored.set(conversation_id, [...(stored.get(conversation_id) ?? []), seq]);
  }
  await expect.poll(() => sender.heard, { message: "everything stored was heard" }).toEqual(stored);
}

function isOwn({ author }: Message): boolean {
  return author.kind === "customer";
}
