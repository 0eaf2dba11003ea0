/** A load of customers who send numbered messages, each waiting for its `ack`, until the server goes away. */
import { channelKey, VisitorApi } from "../harness/api";
import { VisitorSocket } from "../harness/visitor-socket";

/** Keeps each connection under its frame limit. */
const PAUSE_MS = 25;

export class Load {
  readonly senders: Sender[] = [];
  private acks = 0;
  private waiting: { acks: number; done: () => void } | null = null;

  static async arrive(url: string, customers: number): Promise<Load> {
    const load = new Load();
    const key = await channelKey(url);
    for (let number = 0; number < customers; number += 1) {
      load.senders.push(new Sender(await VisitorApi.arrive(url, key), () => load.acknowledged()));
    }
    return load;
  }

  /** Sends from all customers until the server goes away, which `cut` makes it do after so many acknowledgements. */
  async runUntilCut(url: string, acks: number, cut: () => Promise<void>): Promise<void> {
    const reached = new Promise<void>((done) => {
      this.waiting = { acks, done };
    });
    const sending = Promise.all(this.senders.map((sender) => sender.sendUntilCut(url)));
    await Promise.race([reached, sending]);
    await cut();
    await sending;
  }

  private acknowledged(): void {
    this.acks += 1;
    if (this.acks === this.waiting?.acks) this.waiting.done();
  }
}

/** One customer's side of the story. */
export class Sender {
  /** Client id → the `seq` that the server acknowledged. */
  readonly acked = new Map<string, number>();
  /** The number of the message that is next or in flight. */
  private next = 0;

  constructor(
    readonly visitor: VisitorApi,
    private readonly onAck: () => void,
  ) {}

  clientId(number: number): string {
    return `load-${number}`;
  }

  /** Fails on anything but the end of the connection: a refused message is no cut. */
  async sendUntilCut(url: string): Promise<void> {
    const socket = await VisitorSocket.connect(url, this.visitor.token);
    try {
      for (;;) {
        await this.sendNext(socket);
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    } catch (error) {
      if (!socket.closed) throw error;
    } finally {
      socket.close();
    }
  }

  /** After the restart: the last acknowledged message once more, which must do no harm, and the one in flight. */
  async sendAgain(url: string): Promise<{ repeated: number | undefined; first: number | undefined }> {
    const socket = await VisitorSocket.connect(url, this.visitor.token);
    const last = this.clientId(this.next - 1);
    const first = this.acked.get(last);
    const repeated = first === undefined ? undefined : (await socket.send(last, textOf(this.next - 1))).seq;
    await this.sendNext(socket);
    socket.close();
    return { repeated, first };
  }

  private async sendNext(socket: VisitorSocket): Promise<void> {
    const clientId = this.clientId(this.next);
    const { seq } = await socket.send(clientId, textOf(this.next));
    this.acked.set(clientId, seq);
    this.next += 1;
    this.onAck();
  }
}

function textOf(number: number): string {
  return `第 ${number} 条`;
}
