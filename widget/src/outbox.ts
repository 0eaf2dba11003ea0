/**
 * Gets the customer's messages to the server exactly once: each carries a `client_id`, stays pending until it is
 * acknowledged, and is sent again after a lost connection or a page change. It does not decide when there is a
 * connection; `flush` is called whenever sending may work.
 */
import type { Api } from "./api";
import type { Connection } from "./connection";
import { asProblem, type Problem } from "./problem";
import type { Locale, MessageContent, SendAck } from "./protocol";
import type { Session } from "./session";
import type { Cell, State } from "./state";
import type { Store, TabRecord } from "./storage";
import { acknowledge, discard, enqueue, type PendingMessage, updatePending } from "./timeline";
import { attachmentContent, type Uploads } from "./uploads";

export interface OutboxOptions {
  cell: Cell<State>;
  connection: Connection;
  session: Session;
  api: Api;
  uploads: Uploads;
  locale: Locale;
  store: Store<TabRecord>;
  /** Whether to go over HTTP while there is no socket. */
  overHttp(): boolean;
  onSent(ack: SendAck): void;
}

/** Older unsent messages would come as a surprise. */
const KEEP_MS = 60 * 60_000;

export class Outbox {
  private readonly inFlight = new Set<string>();
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly options: OutboxOptions) {}

  add(content: MessageContent): void {
    this.enqueue({ content, state: "sending", progress: null, preview: null, client_id: newClientId() });
    this.flush();
  }

  addFile(file: File): void {
    const clientId = newClientId();
    const preview = this.options.uploads.hold(clientId, file);
    const content = attachmentContent(file);
    this.enqueue({ content, state: "uploading", progress: 0, preview, client_id: clientId });
    void this.upload(clientId);
  }

  retry(clientId: string): void {
    const waitsForUpload = this.options.uploads.isOpen(clientId);
    this.update(clientId, { state: waitsForUpload ? "uploading" : "sending", problem: null });
    if (waitsForUpload) void this.upload(clientId);
    else this.flush();
  }

  discard(clientId: string): void {
    this.options.uploads.release(clientId);
    this.setTimeline(discard(this.timeline, clientId));
  }

  clear(): void {
    for (const one of this.timeline.pending) this.discard(one.client_id);
  }

  /** Takes up what an earlier page of this tab could not send. */
  restore(now = Date.now()): void {
    const saved = (this.options.store.get("outbox") ?? []) as PendingMessage[];
    for (const one of saved) {
      if (now - one.created_at < KEEP_MS)
        this.setTimeline(enqueue(this.timeline, { ...one, state: "sending" }));
    }
  }

  flush(): void {
    for (const one of this.timeline.pending) {
      if (one.state !== "sending" || this.inFlight.has(one.client_id)) continue;
      if (this.options.connection.online) void this.deliver(one, (pending) => this.sendOverSocket(pending));
      else if (this.options.overHttp()) this.queueOverHttp(one);
    }
  }

  private queueOverHttp(one: PendingMessage): void {
    this.inFlight.add(one.client_id);
    // One after the other, so that they arrive in the order they were written.
    this.queue = this.queue.then(() => this.deliver(one, (pending) => this.sendOverHttp(pending)));
  }

  private async deliver(one: PendingMessage, send: (one: PendingMessage) => Promise<SendAck>): Promise<void> {
    this.inFlight.add(one.client_id);
    try {
      const ack = await send(one);
      this.setTimeline(acknowledge(this.timeline, one.client_id, ack));
      this.options.onSent(ack);
    } catch (cause) {
      this.refused(one.client_id, asProblem(cause));
    } finally {
      this.inFlight.delete(one.client_id);
    }
  }

  private sendOverSocket({ client_id, content }: PendingMessage): Promise<SendAck> {
    return this.options.connection.send({ type: "send", client_id, content, locale: this.options.locale });
  }

  private async sendOverHttp({ client_id, content }: PendingMessage): Promise<SendAck> {
    const { api, session, locale } = this.options;
    const { message } = await session.call((token) =>
      api.createMessage(token, { client_id, content, locale }),
    );
    return { ...message, message_id: message.id };
  }

  private refused(clientId: string, problem: Problem): void {
    // Without an answer the message waits for the next connection; only an answer can be final.
    if (problem.status === 0) return;
    if (problem.loginEnded)
      void this.options.session.renew(this.options.session.token).catch(() => undefined);
    this.update(clientId, { state: "failed", problem: problem.code });
  }

  private async upload(clientId: string): Promise<void> {
    try {
      const content = await this.options.uploads.run(clientId, (progress) =>
        this.update(clientId, { progress }),
      );
      this.update(clientId, { content, progress: null, state: "sending" });
      this.flush();
    } catch (cause) {
      this.update(clientId, { state: "failed", problem: asProblem(cause).code });
    }
  }

  private enqueue(message: Omit<PendingMessage, "created_at" | "problem">): void {
    this.setTimeline(enqueue(this.timeline, { ...message, created_at: Date.now(), problem: null }));
  }

  private update(clientId: string, change: Partial<PendingMessage>): void {
    this.setTimeline(updatePending(this.timeline, clientId, change));
  }

  private get timeline() {
    return this.options.cell.value.timeline;
  }

  private setTimeline(timeline: State["timeline"]): void {
    this.options.cell.set({ timeline });
  }
}

/** Keeps the pending messages that a later page can send; a file that is still uploading cannot be kept. */
export function keepPending(cell: Cell<State>, store: Store<TabRecord>): () => void {
  return cell.subscribe((state, before) => {
    if (state.timeline.pending === before.timeline.pending) return;
    const kept = state.timeline.pending.filter((one) => one.progress === null);
    store.set({ outbox: kept.map((one) => ({ ...one, preview: null })) });
  });
}

/** `crypto.randomUUID` is missing on pages without https. */
function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
