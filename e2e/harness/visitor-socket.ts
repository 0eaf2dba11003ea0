/** A customer on the public WebSocket, as `docs/realtime.md` describes it: says hello, sends, waits for each `ack`. */
import WebSocket from "ws";

export interface Ack {
  conversation_id: string;
  message_id: string;
  seq: number;
}

interface Frame {
  type: string;
  id?: string | null;
  problem?: { code: string };
}

interface Waiter {
  done: (frame: Frame) => void;
  fail: (reason: Error) => void;
}

export class VisitorSocket {
  private readonly waiting = new Map<string, Waiter>();
  private frames = 0;
  /** The connection has ended, by either side. */
  closed = false;

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => this.receive(JSON.parse(String(data)) as Frame));
    socket.on("close", () => this.ended());
    // An `error` is always followed by a `close`, which is where the waiting sends end.
    socket.on("error", () => undefined);
  }

  static async connect(url: string, token: string): Promise<VisitorSocket> {
    const socket = new VisitorSocket(new WebSocket(`${url.replace(/^http/, "ws")}/realtime`));
    await new Promise<void>((done, fail) => {
      socket.socket.once("open", done).once("error", fail);
    });
    const welcome = socket.expect("welcome");
    socket.socket.send(JSON.stringify({ type: "hello", protocol: 1, token }));
    await welcome;
    return socket;
  }

  /** Sends a text; answers once it is durable, fails when the connection ends before. */
  async send(clientId: string, text: string): Promise<Ack> {
    this.frames += 1;
    const id = String(this.frames);
    const answer = this.expect(id);
    const content = { kind: "text", text };
    this.socket.send(JSON.stringify({ type: "send", id, client_id: clientId, content, locale: "zh-CN" }));
    return (await answer) as unknown as Ack;
  }

  close(): void {
    this.socket.close();
  }

  private expect(key: string): Promise<Frame> {
    if (this.closed) return Promise.reject(new Error("the connection closed"));
    return new Promise((done, fail) => this.waiting.set(key, { done, fail }));
  }

  private receive(frame: Frame): void {
    const key = frame.type === "welcome" ? "welcome" : (frame.id ?? "");
    const waiter = this.waiting.get(key);
    this.waiting.delete(key);
    if (frame.type === "error") waiter?.fail(new Error(`refused: ${frame.problem?.code}`));
    else waiter?.done(frame);
  }

  private ended(): void {
    this.closed = true;
    for (const waiter of this.waiting.values()) waiter.fail(new Error("the connection closed"));
    this.waiting.clear();
  }
}
