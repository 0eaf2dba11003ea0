/** A customer on the public WebSocket, as `docs/realtime.md` describes it: says hello, subscribes, sends, hears. */
import WebSocket from "ws";
import type { Message } from "./api";

export interface Ack {
  conversation_id: string;
  message_id: string;
  seq: number;
}

/** The last message that a customer has heard of. */
export interface Heard {
  conversation_id: string;
  seq: number;
}

/** What the server answered instead of an `ack`. */
export class Refused extends Error {
  /** With which code the connection ended, where the refusal ended it. */
  closeCode: number | null = null;

  constructor(readonly code: string) {
    super(`refused: ${code}`);
  }
}

/** The server said nothing for as long as the widget waits. */
export class Silent extends Error {
  constructor(what: string) {
    super(`no answer to ${what} within ${ANSWER_MS} ms`);
  }
}

/** As long as the widget waits for an answer before it takes the connection for dead. */
export const ANSWER_MS = 10_000;

const SLOWLY_MS = 30;

interface Frame {
  type: string;
  id?: string | null;
  problem?: { code: string };
  name?: string;
  data?: unknown;
}

interface Waiter {
  done: (frame: Frame) => void;
  fail: (reason: Error) => void;
  timer: NodeJS.Timeout;
}

export class VisitorSocket {
  private readonly waiting = new Map<string, Waiter>();
  private frames = 0;
  /** The connection has ended, by either side. */
  closed = false;
  /** With which code it ended; null while it lasts. */
  closeCode: number | null = null;
  /** Told of each message that the server brings, also those that this customer sent. */
  onMessage: (message: Message) => void = () => undefined;

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => this.receive(JSON.parse(String(data)) as Frame));
    socket.on("close", (code) => this.ended(code));
    // An `error` is always followed by a `close`, which is where what waits ends.
    socket.on("error", () => undefined);
  }

  /** Fails when the server can't be reached, refuses the visitor, or says nothing. */
  static async connect(url: string, token: string): Promise<VisitorSocket> {
    const visitor = new VisitorSocket(new WebSocket(`${url.replace(/^http/, "ws")}/realtime`));
    const opened = visitor.expect("open", "the upgrade");
    visitor.socket.once("open", () => visitor.receive({ type: "open", id: "open" }));
    try {
      await opened;
      const welcome = visitor.expect("welcome", "hello");
      visitor.socket.send(JSON.stringify({ type: "hello", protocol: 1, token }));
      await welcome;
      return visitor;
    } catch (error) {
      if (error instanceof Refused) {
        // The close code belongs to the refusal and comes right after it.
        await visitor.gone();
        error.closeCode = visitor.closeCode;
      }
      visitor.drop();
      throw error;
    }
  }

  /** Hears of what happens in the customer's conversations, from the message after the last one heard. */
  async subscribe(heard: Heard | null): Promise<void> {
    const { conversation_id, seq: after } = heard ?? {};
    await this.ask("subscribe", { topic: "self", ...(heard ? { conversation_id, after } : {}) });
  }

  /** Sends a text; answers once it is durable, fails when the connection ends before. */
  async send(clientId: string, text: string): Promise<Ack> {
    const content = { kind: "text", text };
    return (await this.ask("send", { client_id: clientId, content, locale: "zh-CN" })) as unknown as Ack;
  }

  /** Takes a rest after each frame, as a device on a slow line does. */
  readSlowly(): void {
    this.socket.on("message", () => {
      this.socket.pause();
      setTimeout(() => this.socket.resume(), SLOWLY_MS);
    });
  }

  close(): void {
    this.socket.close();
  }

  /** Ends the connection without a word. */
  drop(): void {
    this.socket.terminate();
  }

  private ask(type: string, fields: object): Promise<Frame> {
    this.frames += 1;
    const id = String(this.frames);
    const answer = this.expect(id, type);
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type, id, ...fields }));
    return answer;
  }

  private expect(key: string, what: string): Promise<Frame> {
    if (this.closed) return Promise.reject(new Error("the connection closed"));
    return new Promise((done, fail) => {
      const timer = setTimeout(() => this.settle(key)?.fail(new Silent(what)), ANSWER_MS);
      this.waiting.set(key, { done, fail, timer });
    });
  }

  private settle(key: string): Waiter | undefined {
    const waiter = this.waiting.get(key);
    this.waiting.delete(key);
    clearTimeout(waiter?.timer);
    return waiter;
  }

  private receive(frame: Frame): void {
    if (frame.type === "event") {
      const isMessage = frame.name === "message.received" || frame.name === "message.sent";
      if (isMessage) this.onMessage(frame.data as Message);
      return;
    }
    const key = frame.type === "welcome" ? "welcome" : (frame.id ?? "");
    if (frame.type !== "error") {
      this.settle(key)?.done(frame);
      return;
    }
    const refusal = new Refused(frame.problem?.code ?? "without a code");
    const waiter = this.settle(key) ?? this.settle("welcome");
    waiter?.fail(refusal);
  }

  private ended(code: number): void {
    this.closed = true;
    this.closeCode = code;
    for (const key of [...this.waiting.keys()]) this.settle(key)?.fail(new Error("the connection closed"));
  }

  private async gone(): Promise<void> {
    if (this.closed) return;
    await Promise.race([
      new Promise((done) => this.socket.once("close", done)),
      new Promise((done) => setTimeout(done, 2_000)),
    ]);
  }
}
