/**
 * A customer who keeps writing, whatever happens: numbered messages, each sent again under its client id until the
 * server acknowledges it, over as many connections as that takes; and who notes what a customer must never see.
 */
import type { Message, VisitorApi } from "./api";
import { type Heard, Refused, Silent, VisitorSocket } from "./visitor-socket";

/** Between a customer's messages: keeps each connection under its frame limit. */
const PAUSE_MS = 50;
/** Before a refused message or connection is tried again. */
const RETRY_MS = 250;
/** What the server may answer while it is in trouble. */
const TROUBLES = ["unavailable", "rate_limited"];

export class Sender {
  /** Client id → the `seq` that the server acknowledged. */
  readonly acked = new Map<string, number>();
  /** Conversation → the numbers of its messages, as they came over the connections. */
  readonly heard = new Map<string, number[]>();
  /** What must not happen to a customer, whatever else does. */
  readonly faults: string[] = [];
  /** Milliseconds from first sending a message to its acknowledgement, by message. */
  readonly waits: number[] = [];
  /** How often the server said that it could not, and how often it said nothing. */
  refusals = 0;
  silences = 0;
  /** Milliseconds of the longest wait for an answer, a refusal or not. */
  slowest = 0;
  private socket: VisitorSocket | null = null;
  private last: Heard | null = null;
  private next = 0;
  private ending = false;

  constructor(
    readonly visitor: VisitorApi,
    private readonly url: string,
    private readonly question: (number: number) => string,
    private readonly onAck: () => void,
  ) {}

  clientId(number: number): string {
    return `load-${number}`;
  }

  /** How many messages this customer has sent and knows to be stored. */
  get sent(): number {
    return this.next;
  }

  /** Sends until told to end; the message in flight is brought home first. */
  async run(): Promise<void> {
    while (!this.ending) {
      await this.sendNext();
      await pause(PAUSE_MS);
    }
  }

  end(): void {
    this.ending = true;
  }

  /** Listens on, so that what is still on its way arrives. */
  async listen(): Promise<void> {
    await this.online();
  }

  leave(): void {
    this.socket?.close();
  }

  private async sendNext(): Promise<void> {
    const began = performance.now();
    for (;;) {
      const socket = await this.online();
      try {
        await this.sendOn(socket);
        this.waits.push(performance.now() - began);
        return;
      } catch (error) {
        await this.endure(error, socket);
      }
    }
  }

  private async sendOn(socket: VisitorSocket): Promise<void> {
    const clientId = this.clientId(this.next);
    const asked = performance.now();
    const answer = socket.send(clientId, this.question(this.next));
    const { seq } = await answer.finally(() => {
      this.slowest = Math.max(this.slowest, performance.now() - asked);
    });
    this.acked.set(clientId, seq);
    this.next += 1;
    this.onAck();
  }

  /** The connection, a new one where the last has ended; comes back however long the server is away. */
  private async online(): Promise<VisitorSocket> {
    for (;;) {
      if (this.socket && !this.socket.closed) return this.socket;
      try {
        this.socket = await this.connect();
      } catch (error) {
        await this.endure(error, null);
      }
    }
  }

  private async connect(): Promise<VisitorSocket> {
    const socket = await VisitorSocket.connect(this.url, this.visitor.token);
    socket.onMessage = (message) => this.hear(message);
    try {
      await socket.subscribe(this.last);
      await this.repeat(socket);
      return socket;
    } catch (error) {
      socket.drop();
      throw error;
    }
  }

  /** The last acknowledged message once more, as a client does whose `ack` was lost: it must do no harm. */
  private async repeat(socket: VisitorSocket): Promise<void> {
    if (this.next === 0) return;
    const clientId = this.clientId(this.next - 1);
    const { seq } = await socket.send(clientId, this.question(this.next - 1));
    const first = this.acked.get(clientId);
    if (seq !== first) this.faults.push(`${clientId} was acknowledged as ${first} and, repeated, as ${seq}`);
  }

  private hear({ conversation_id, seq }: Message): void {
    const heard = this.heard.get(conversation_id) ?? [];
    this.heard.set(conversation_id, heard);
    const before = heard.at(-1) ?? 0;
    if (seq !== before + 1) this.faults.push(`message ${seq} of ${conversation_id} came after ${before}`);
    heard.push(seq);
    this.last = { conversation_id, seq };
  }

  /** Takes what a server in trouble may do, and waits; anything else is a fault of the server or of the test. */
  private async endure(error: unknown, socket: VisitorSocket | null): Promise<void> {
    if (error instanceof Silent) {
      this.silences += 1;
      socket?.drop();
    } else if (error instanceof Refused) {
      this.refusals += 1;
      if (!TROUBLES.includes(error.code)) throw error;
      if (error.closeCode === 4001) this.faults.push(`"${error.code}" ended the visit with 4001`);
    } else if (socket && !socket.closed) {
      throw error;
    }
    await pause(RETRY_MS);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
