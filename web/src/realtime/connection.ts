/**
 * One WebSocket that keeps itself alive: hello, heartbeat, reconnect with back-off, and answers
 * matched to requests by id. Knows nothing of topics, messages or the cache.
 */
import { Problem } from "@/api/problem";
import { backoff } from "./backoff";
import type { Ack, EventFrame, Request, ServerFrame, Welcome } from "./frames";

/** `ended`: the login is over and reconnecting is pointless. */
export type ConnectionState = "connecting" | "online" | "offline" | "ended";

export interface ConnectionHandlers {
  onWelcome: (welcome: Welcome) => void;
  onEvent: (event: EventFrame) => void;
  onState: (state: ConnectionState) => void;
}

interface Waiting {
  resolve: (ack: Ack) => void;
  reject: (problem: Problem) => void;
}

const closeUnauthenticated = 4001;
const closeProtocolError = 4002;
const unreachable = () => new Problem({ code: "unreachable" });

export class Connection {
  private socket: WebSocket | null = null;
  private state: ConnectionState = "offline";
  private attempt = 0;
  private nextId = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private readonly waiting = new Map<string, Waiting>();

  constructor(
    private readonly address: string,
    private readonly handlers: ConnectionHandlers,
  ) {}

  open(): void {
    if (this.socket) return;
    clearTimeout(this.retry);
    this.enter("connecting");
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", protocol: 1 }));
    socket.onmessage = (message) => {
      if (this.socket === socket) this.receive(JSON.parse(message.data as string) as ServerFrame);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  close(): void {
    clearTimeout(this.retry);
    const socket = this.socket;
    this.drop();
    socket?.close(1000);
    this.enter("offline");
  }

  /** Try now instead of waiting: the network came back, or the person asked. */
  retryNow(): void {
    if (this.socket || this.state === "ended") return;
    this.attempt = 0;
    this.open();
  }

  /** Sends a request and waits for its answer; fails at once while not connected. */
  request(frame: Request): Promise<Ack> {
    const { socket } = this;
    if (this.state !== "online" || !socket) return Promise.reject(unreachable());
    this.nextId += 1;
    const id = String(this.nextId);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ ...frame, id }));
    });
  }

  /** Sends something that has no answer and no importance while not connected. */
  notify(frame: Request): void {
    if (this.state !== "online" || !this.socket) return;
    this.nextId += 1;
    this.socket.send(JSON.stringify({ ...frame, id: String(this.nextId) }));
  }

  private receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.attempt = 0;
        this.beat(frame.heartbeat_ms);
        this.enter("online");
        this.handlers.onWelcome(frame);
        break;
      case "event":
        this.handlers.onEvent(frame);
        break;
      case "error":
        if (frame.id !== null) this.settle(frame.id)?.reject(new Problem(frame.problem));
        break;
      default:
        this.settle(frame.id)?.resolve(frame);
    }
  }

  private settle(id: string): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }

  /** A half-open connection looks alive until something is asked of it. */
  private beat(interval: number): void {
    clearInterval(this.heartbeat);
    let answered = true;
    this.heartbeat = setInterval(() => {
      const { socket } = this;
      if (!answered) {
        this.lost(0);
        socket?.close();
        return;
      }
      answered = false;
      this.request({ type: "ping" }).then(
        () => {
          answered = true;
        },
        () => undefined,
      );
    }, interval);
  }

  private lost(code: number): void {
    this.drop();
    if (code === closeUnauthenticated || code === closeProtocolError) {
      this.enter("ended");
      return;
    }
    this.enter("offline");
    this.retry = setTimeout(() => this.open(), backoff(this.attempt, Math.random()));
    this.attempt += 1;
  }

  private drop(): void {
    this.socket = null;
    clearInterval(this.heartbeat);
    const unanswered = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of unanswered) reject(unreachable());
  }

  private enter(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    this.handlers.onState(state);
  }
}
