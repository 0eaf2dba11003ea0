/** Stands in for a WebSocket: what was sent is recorded, what the server says is played by the test. */

type Frame = Record<string, unknown>;

export class FakeSocket {
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new Error("no socket has been opened");
    return socket;
  }

  readonly sent: Frame[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Frame);
  }

  close(code = 1000): void {
    this.onclose?.({ code });
  }

  say(frame: Frame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  welcome(): void {
    this.onopen?.();
    this.say({ type: "welcome", connection_id: "c", actor: "agent", heartbeat_ms: 25_000, now: 0 });
  }

  framesOf(type: string): Frame[] {
    return this.sent.filter((frame) => frame.type === type);
  }
}
