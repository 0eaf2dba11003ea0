/**
 * A server in memory behind `fetch` and `WebSocket`: enough of the protocol to hold a conversation, and ways to
 * misbehave on purpose. It checks nothing the real one would.
 */
import { vi } from "vitest";
import type {
  ChannelSettings,
  ClientFrame,
  Message,
  MessageContent,
  ServerEvent,
  VisitorConversation,
  VisitorSessionIn,
} from "../src/protocol";
import { conversation, last, message, settings, visitorSession } from "./fixtures";

export class FakeServer {
  messages: Message[] = [];
  conversation: VisitorConversation | null = null;
  settings: ChannelSettings = settings;
  consented = false;
  online = true;
  /** Tokens the server still knows; the last one is given out. */
  tokens = new Set<string>();
  visitor = 1;
  sessions: VisitorSessionIn[] = [];
  requests: string[] = [];
  sockets: FakeSocket[] = [];
  frames: ClientFrame[] = [];
  /** Answers to refuse with, by path, once each. */
  refusals = new Map<string, { status: number; code: string }>();
  socketsBlocked = false;
  networkDown = false;
  acknowledges = true;
  /** What was read is answered this much later. */
  delayMs = 0;

  install(): this {
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => this.fetch(new URL(url), init));
    const server = this;
    vi.stubGlobal(
      "WebSocket",
      class extends FakeSocket {
        constructor() {
          super(server);
        }
      },
    );
    return this;
  }

  get socket(): FakeSocket {
    const socket = last(this.sockets);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }

  /** Somebody at the server's side says something. */
  say(text: string, kind: "bot" | "agent" = "bot"): Message {
    return this.store({ kind: "text", text }, kind, null);
  }

  store(
    content: MessageContent,
    author: "bot" | "agent" | "customer" | "system",
    clientId: string | null,
  ): Message {
    const known = this.messages.find((one) => clientId !== null && one.client_id === clientId);
    if (known) return known;
    this.conversation ??= conversation();
    const stored = message(this.messages.length + 1, { author, content, at: Date.now() });
    const sent = { ...stored, client_id: clientId };
    this.messages.push(sent);
    this.event({ name: author === "customer" ? "message.received" : "message.sent", data: sent });
    return sent;
  }

  event(event: ServerEvent): void {
    for (const socket of this.sockets) socket.deliver({ type: "event", topic: "self", ...event });
  }

  expireTokens(): void {
    this.tokens.clear();
    this.visitor += 1;
    this.messages = [];
    this.conversation = null;
  }

  private async fetch(url: URL, init: RequestInit): Promise<Response> {
    const path = url.pathname.replace("/widget/v1", "");
    this.requests.push(`${init.method ?? "GET"} ${path}`);
    if (this.networkDown) throw new TypeError("network");
    const refusal = this.refusals.get(path);
    this.refusals.delete(path);
    if (refusal) return problem(refusal.status, refusal.code);
    const body = init.body ? JSON.parse(String(init.body)) : null;
    if (path === "/sessions") return this.createSession(body);
    const token = new Headers(init.headers).get("Authorization")?.replace("Bearer ", "") ?? "";
    if (!this.tokens.has(token)) return problem(401, "token_expired");
    return this.answer(path, init.method ?? "GET", body as never, url);
  }

  private createSession(body: VisitorSessionIn): Response {
    this.sessions.push(body);
    if (body.visitor_token && !this.tokens.has(body.visitor_token)) return problem(401, "token_expired");
    const token = body.visitor_token ?? `token-${this.visitor}`;
    this.tokens.add(token);
    const customer = body.identity ? { id: "cus_known", name: "王芳", known: true } : null;
    return json(
      visitorSession({
        token,
        visitor_id: body.identity ? "cus_known" : `cus_${this.visitor}`,
        customer,
        settings: this.settings,
        online: this.online,
        conversation: this.conversation,
        consented: this.consented,
      }),
    );
  }

  private async answer(path: string, method: string, body: never, url: URL): Promise<Response> {
    if (path === "/messages" && method === "GET") {
      const before = url.searchParams.get("before");
      const limit = Number(url.searchParams.get("limit"));
      const known = this.messages.filter((one) => before === null || one.seq < Number(before));
      if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
      return json({ items: known.slice(-limit), more: known.length > limit });
    }
    if (path === "/messages") {
      const { client_id, content } = body as { client_id: string; content: MessageContent };
      const stored = this.store(content, "customer", client_id);
      return json({ conversation_id: stored.conversation_id, message: stored });
    }
    if (path === "/consent") this.consented = true;
    if (path.endsWith("/end")) {
      this.conversation = conversation({ status: "resolved", can_rate: true });
      this.event({ name: "conversation.changed", data: this.conversation });
      return new Response(null, { status: 204 });
    }
    return json({});
  }
}

export class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  private subscribed = false;

  constructor(private readonly server: FakeServer) {
    server.sockets.push(this);
    setTimeout(() => {
      if (server.socketsBlocked || server.networkDown) return this.break();
      this.readyState = 1;
      this.onopen?.();
    }, 1);
  }

  send(text: string): void {
    const frame = JSON.parse(text) as ClientFrame & { id: string; token?: string };
    this.server.frames.push(frame);
    setTimeout(() => this.readyState === 1 && this.handle(frame), 1);
  }

  close(): void {
    this.readyState = 3;
  }

  break(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  deliver(frame: object): void {
    if (this.readyState === 1 && this.subscribed) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  private reply(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  private handle(frame: ClientFrame & { id: string }): void {
    const { server } = this;
    switch (frame.type) {
      case "hello":
        if (server.tokens.has(frame.token)) this.reply({ type: "welcome", heartbeat_ms: 25_000 });
        else this.break(4001);
        break;
      case "subscribe": {
        this.subscribed = true;
        const last_seq = last(server.messages)?.seq ?? 0;
        this.reply({ type: "subscribed", id: frame.id, conversation: server.conversation, last_seq });
        const missed =
          frame.after === undefined ? [] : server.messages.filter((one) => one.seq > (frame.after ?? 0));
        for (const one of missed)
          this.deliver({ type: "event", topic: "self", name: "message.sent", data: one });
        break;
      }
      case "send": {
        const stored = server.store(frame.content, "customer", frame.client_id);
        if (server.acknowledges) this.reply({ ...stored, type: "ack", id: frame.id, message_id: stored.id });
        break;
      }
      case "ping":
        this.reply({ type: "pong", id: frame.id });
        break;
    }
  }
}

function json(value: unknown): Response {
  return new Response(JSON.stringify(value), { status: 200 });
}

function problem(status: number, code: string): Response {
  return new Response(JSON.stringify({ status, code, title: code, detail: code }), { status });
}
