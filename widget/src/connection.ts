/**
 * One WebSocket to the server that keeps coming back: hello, subscribe from the last message seen, heartbeat,
 * reconnection with back-off. It carries frames and pairs answers with questions; what a message means is
 * `messenger.ts`'s business, and what has to be sent again is `outbox.ts`'s.
 */
import { backoffMs } from "./backoff";
import { Problem } from "./problem";
import type { ClientFrame, SendAck, ServerEvent, ServerFrame, VisitorConversation } from "./protocol";

/**
 * `connecting`: not yet, or not again. `online`: subscribed. `blocked`: sockets do not get through, though the
 * attempts go on; the caller may use HTTP meanwhile.
 */
export type ConnectionState = "idle" | "connecting" | "online" | "blocked";

export interface ConnectionOptions {
  url: string;
  token(): string | null;
  cursor(): { conversation_id: string; seq: number } | null;
  onState(state: ConnectionState): void;
  onEvent(event: ServerEvent): void;
  /** `resumed` is false when the server was not told where to go on from. */
  onSubscribed(conversation: VisitorConversation | null, resumed: boolean): void;
  /** The token was refused: get a new one; the connection tries again when that is done. */
  onLoginEnded(token: string | null): Promise<void>;
  open?: (url: string) => WebSocket;
}

interface Waiting {
  resolve(answer: ServerFrame): void;
  reject(problem: Problem): void;
  timer: ReturnType<typeof setTimeout>;
}

const ANSWER_MS = 10_000;
const OPEN_MS = 10_000;
/** Failures in a row, without one welcome, after which sockets count as blocked. */
const BLOCKED_AFTER = 2;
const LOGIN_ENDED = 4001;

export class Connection {
  private socket: WebSocket | null = null;
  private state: ConnectionState = "idle";
  private waiting = new Map<string, Waiting>();
  private failures = 0;
  private nextId = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private tokenInUse: string | null = null;

  constructor(private readonly options: ConnectionOptions) {}

  get online(): boolean {
    return this.state === "online";
  }

  start(): void {
    if (this.state === "idle") this.connect();
  }

  stop(): void {
    this.drop();
    clearTimeout(this.retry);
    this.failures = 0;
    this.setState("idle");
  }

  /** Something suggests that the network is back, or that the socket may have died unnoticed. */
  wake(): void {
    if (this.state === "idle") return;
    if (this.state === "online") this.ping();
    else if (this.socket === null) this.connect();
  }

  async send(frame: ClientFrame): Promise<SendAck> {
    return (await this.ask(frame)) as SendAck & ServerFrame;
  }

  /** For what may be lost without harm: no answer is waited for. */
  notify(frame: ClientFrame): void {
    if (this.online) this.write(frame, this.newId());
  }

  private connect(): void {
    clearTimeout(this.retry);
    this.drop();
    if (this.state !== "blocked") this.setState("connecting");
    let socket: WebSocket;
    try {
      socket = (this.options.open ?? ((url) => new WebSocket(url)))(this.options.url);
    } catch {
      // A content security policy may forbid sockets outright.
      this.failed();
      return;
    }
    this.socket = socket;
    this.deadline = setTimeout(() => this.lost(socket, 0), OPEN_MS);
    socket.onopen = () => {
      this.tokenInUse = this.options.token();
      socket.send(JSON.stringify({ type: "hello", protocol: 1, token: this.tokenInUse }));
    };
    socket.onmessage = (event) => {
      if (this.socket === socket) this.receive(String(event.data));
    };
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  private receive(text: string): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      return;
    }
    clearTimeout(this.deadline);
    switch (frame.type) {
      case "welcome":
        this.welcomed(frame.heartbeat_ms);
        break;
      case "event":
        this.options.onEvent(frame);
        break;
      case "error":
        this.refused(frame.id, Problem.fromDocument(frame.problem));
        break;
      default:
        this.settle(frame.id)?.resolve(frame);
    }
  }

  private welcomed(heartbeatMs: number): void {
    this.heartbeat = setInterval(() => this.ping(), heartbeatMs);
    const cursor = this.options.cursor();
    const socket = this.socket;
    this.ask({
      type: "subscribe",
      topic: "self",
      ...(cursor ? { conversation_id: cursor.conversation_id, after: cursor.seq } : {}),
    }).then(
      (frame) => {
        if (this.socket !== socket || frame.type !== "subscribed") return;
        this.failures = 0;
        this.setState("online");
        this.options.onSubscribed(frame.conversation, cursor !== null);
      },
      () => socket && this.lost(socket, 0),
    );
  }

  private refused(id: string | null, problem: Problem): void {
    const waiting = id === null ? undefined : this.settle(id);
    if (waiting) waiting.reject(problem);
    else if (problem.loginEnded && this.socket) this.lost(this.socket, LOGIN_ENDED);
  }

  private ask(frame: ClientFrame): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      const socket = this.socket;
      if (!socket || socket.readyState !== WebSocket.OPEN) {
        reject(Problem.network());
        return;
      }
      const id = this.newId();
      // No answer in time means a dead connection, whatever the browser still believes.
      const timer = setTimeout(() => this.lost(socket, 0), ANSWER_MS);
      this.waiting.set(id, { resolve, reject, timer });
      this.write(frame, id);
    });
  }

  private ping(): void {
    this.ask({ type: "ping" }).catch(() => undefined);
  }

  private write(frame: ClientFrame, id: string): void {
    this.socket?.send(JSON.stringify({ id, ...frame }));
  }

  private settle(id: string): Waiting | undefined {
    const waiting = this.waiting.get(id);
    if (waiting) clearTimeout(waiting.timer);
    this.waiting.delete(id);
    return waiting;
  }

  private lost(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return;
    const token = this.tokenInUse;
    this.drop();
    if (code !== LOGIN_ENDED) {
      this.failed();
      return;
    }
    this.setState("connecting");
    this.options.onLoginEnded(token).then(
      () => this.state !== "idle" && this.failed(),
      () => this.state !== "idle" && this.failed(),
    );
  }

  private failed(): void {
    const wait = backoffMs(this.failures);
    this.failures += 1;
    this.setState(this.failures >= BLOCKED_AFTER ? "blocked" : "connecting");
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), wait);
  }

  private drop(): void {
    clearTimeout(this.deadline);
    clearInterval(this.heartbeat);
    const { socket } = this;
    this.socket = null;
    if (socket) {
      socket.onclose = null;
      socket.close();
    }
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const one of waiting) {
      clearTimeout(one.timer);
      one.reject(Problem.network());
    }
  }

  private setState(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState(state);
  }

  private newId(): string {
    this.nextId += 1;
    return String(this.nextId);
  }
}
