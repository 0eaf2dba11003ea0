/**
 * Puts the parts together: what a session, a connection and the customer's actions do to the state. It draws
 * nothing. The server decides about conversations; what is known here is only ever its last word.
 */
import type { Api } from "./api";
import { Attention } from "./attention";
import { backoffMs } from "./backoff";
import { Connection } from "./connection";
import { DeliveryCheck } from "./delivery";
import { Emitter } from "./emitter";
import { History } from "./history";
import { Inbound } from "./inbound";
import { Link } from "./link";
import { keepPending, Outbox } from "./outbox";
import { asProblem } from "./problem";
import type { Locale, MessageContent, ServerEvent, VisitorConversation, VisitorSession } from "./protocol";
import { Requests } from "./requests";
import { type IdentitySource, Session, type SessionChange } from "./session";
import { Cell, initialState, type State } from "./state";
import type { Store, TabRecord, VisitorRecord } from "./storage";
import { detach } from "./timeline";
import { TypingSignal } from "./typing";
import { Uploads } from "./uploads";

export interface MessengerOptions {
  api: Api;
  channelKey: string;
  locale: Locale;
  visitor: Store<VisitorRecord>;
  tab: Store<TabRecord>;
}

export class Messenger {
  readonly cell = new Cell<State>(initialState);
  readonly events = new Emitter();
  readonly uploads: Uploads;
  readonly outbox: Outbox;
  readonly requests: Requests;
  private readonly session: Session;
  private readonly connection: Connection;
  private readonly history: History;
  private readonly link: Link;
  private readonly delivery: DeliveryCheck;
  private readonly inbound: Inbound;
  private readonly attention: Attention;
  private readonly typingSignal = new TypingSignal((on) => this.sayTyping(on));
  private active = false;

  constructor(private readonly options: MessengerOptions) {
    const { api, channelKey, locale, visitor, tab } = options;
    this.session = new Session({
      api,
      channelKey,
      locale,
      store: visitor,
      onChange: (s, c) => this.sessionChanged(s, c),
    });
    this.connection = new Connection({
      url: `${api.server.replace(/^http/, "ws")}/realtime`,
      token: () => this.session.token,
      cursor: () => this.cell.value.timeline.cursor,
      onState: (state) => this.link.follow(state),
      onEvent: (event) => this.receive(event),
      onSubscribed: (conversation, resumed) => this.subscribed(conversation, resumed),
      onLoginEnded: (token) => this.session.renew(token),
    });
    this.attention = new Attention({
      cell: this.cell,
      connection: this.connection,
      session: this.session,
      api,
    });
    this.inbound = new Inbound({
      cell: this.cell,
      events: this.events,
      inSight: () => this.attention.inSight(),
    });
    this.requests = new Requests({
      cell: this.cell,
      session: this.session,
      api,
      locale,
      onEnded: () => this.link.expectNews(),
    });
    this.uploads = new Uploads(api, this.session);
    this.history = new History(api, this.session, this.cell);
    this.link = new Link({
      cell: this.cell,
      catchUp: () => this.catchUp(),
      refresh: () => this.session.refresh(),
      inSight: () => this.attention.inSight(),
      onReachable: () => this.outbox.flush(),
    });
    this.delivery = new DeliveryCheck({
      cell: this.cell,
      online: () => this.connection.online,
      catchUp: () => this.catchUp(),
      refresh: () => this.session.refresh(),
    });
    this.outbox = new Outbox({
      cell: this.cell,
      connection: this.connection,
      session: this.session,
      api,
      uploads: this.uploads,
      locale,
      store: tab,
      overHttp: () => this.link.overHttp,
      onSent: (ack) => {
        this.link.expectNews();
        this.delivery.expect(ack);
      },
    });
    this.cell.subscribe((state, before) => {
      if (state.unread !== before.unread) this.events.emit("unread", state.unread);
    });
  }

  get server(): string {
    return this.options.api.server;
  }

  /** Keeps trying while the server cannot be reached; gives up when it refuses this channel. */
  async start(identity: IdentitySource | null): Promise<void> {
    this.outbox.restore();
    keepPending(this.cell, this.options.tab);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.session.open(identity);
      } catch (cause) {
        const problem = asProblem(cause);
        if (!problem.temporary) throw problem;
        await new Promise((resolve) => setTimeout(resolve, problem.retryAfterMs ?? backoffMs(attempt + 2)));
      }
    }
  }

  open(): void {
    if (this.cell.value.open) return;
    this.cell.set({ open: true });
    this.options.tab.set({ open: true });
    this.events.emit("open", undefined);
    if (this.cell.value.session) this.activate();
    this.attention.markRead();
  }

  close(): void {
    if (!this.cell.value.open) return;
    this.cell.set({ open: false });
    this.options.tab.set({ open: false });
    this.typingSignal.stop();
    this.events.emit("close", undefined);
  }

  identify(identity: IdentitySource): Promise<void> {
    return this.session.identify(identity);
  }

  logout(): Promise<void> {
    this.close();
    return this.session.logout();
  }

  send(content: MessageContent): void {
    this.typingSignal.stop();
    this.outbox.add(content);
  }

  typing(): void {
    this.typingSignal.input();
  }

  dismissProblem(): void {
    this.cell.set({ problem: null });
  }

  /** The page is looked at again, or the network is said to be back. */
  wake(): void {
    this.connection.wake();
    this.attention.markRead();
  }

  loadOlder(): Promise<boolean> {
    return this.requests.attempt(() => this.history.older());
  }

  attachmentUrl(attachment: Parameters<Api["attachmentUrl"]>[0]): string | null {
    const { token } = this.session;
    return token === null ? null : this.options.api.attachmentUrl(attachment, token);
  }

  private sessionChanged(session: VisitorSession, change: SessionChange): void {
    const before = this.cell.value.session;
    const { conversation, online, consented } = session;
    this.cell.set({
      session,
      conversation,
      online,
      consented: consented || session.settings.consent === null,
    });
    const writer = this.options.tab.get("visitor_id");
    this.options.tab.set({ visitor_id: session.visitor_id });
    // What somebody else left unsent in this tab must not go out in this one's name.
    if (!before && writer !== null && writer !== session.visitor_id) this.outbox.clear();
    if (change === "switched") this.forget();
    else if (before && before.visitor_id !== session.visitor_id) this.goOnAsAnother();
    const waits = this.cell.value.timeline.pending.length > 0;
    const live = conversation !== null && conversation.status !== "resolved";
    if (this.cell.value.open || live || session.unread > 0 || waits) this.activate();
  }

  private forget(): void {
    this.connection.stop();
    this.outbox.clear();
    this.inbound.forget();
    this.attention.forget();
    this.active = false;
    this.history.forget();
    this.cell.set({ agentRead: null, problem: null, unread: 0 });
  }

  /** The old login ran out for good: what is on the screen stays, what comes belongs to a new visitor. */
  private goOnAsAnother(): void {
    this.cell.set({ timeline: detach(this.cell.value.timeline) });
    if (!this.active) return;
    this.connection.stop();
    this.connection.start();
  }

  private activate(): void {
    if (this.active) return;
    this.active = true;
    // Without the history the subscription finds out what is missing.
    this.catchUp()
      .catch(() => undefined)
      .then(() => this.active && this.connection.start());
  }

  private async catchUp(): Promise<boolean> {
    const { history } = this.cell.value;
    const fresh = await this.history.recent();
    if (history === "unknown") this.inbound.countUnread();
    else for (const message of fresh) this.inbound.arrived(message);
    this.attention.markRead();
    return fresh.length > 0;
  }

  private subscribed(conversation: VisitorConversation | null, resumed: boolean): void {
    this.inbound.conversationChanged(conversation);
    if (!resumed && conversation !== null) void this.requests.attempt(() => this.catchUp());
    else this.cell.set({ history: "loaded" });
    this.outbox.flush();
    this.attention.markRead();
  }

  private receive(event: ServerEvent): void {
    this.inbound.receive(event);
    if (event.name === "message.received" || event.name === "message.sent") this.attention.markRead();
  }

  private sayTyping(on: boolean): void {
    const { conversation } = this.cell.value;
    if (conversation) this.connection.notify({ type: "typing", conversation_id: conversation.id, on });
  }
}
