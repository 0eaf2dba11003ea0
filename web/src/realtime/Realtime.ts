/**
 * Everything live of one login, put together: the connection, its subscriptions, the outbox and
 * the patches of the cache. Screens reach it through `RealtimeProvider`.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { ConversationOut, Id, MessageOut } from "@/api/types";
import { Connection, type ConnectionState } from "./connection";
import type { Ack, LiveEvent, Topic } from "./frames";
import { Outbox, type Outgoing } from "./outbox";
import { Patches, threadKey } from "./patches";
import { Replay } from "./Replay";
import { Subscriptions } from "./subscriptions";
import { lastSeq, type Thread } from "./thread";

export interface Self {
  id: Id;
  name: string;
}

type Listener = (event: LiveEvent) => void;

const staleAfterInterruption = [
  "conversation_list",
  "conversation_lookup",
  "conversation_counts",
  "agent_list",
  "queue_list",
  "numbers_day",
  "alarm_list",
] as const;

export class Realtime {
  readonly outbox: Outbox;
  private readonly patches: Patches;
  private readonly replay: Replay;
  private readonly connection: Connection;
  private readonly subscriptions: Subscriptions;
  private state: ConnectionState = "connecting";
  private interrupted = false;
  private readonly stateListeners = new Set<() => void>();
  private readonly eventListeners = new Set<Listener>();

  constructor(
    private readonly cache: QueryClient,
    private readonly me: Self,
    address: string,
  ) {
    this.patches = new Patches(cache, me.id);
    this.replay = new Replay(cache, (event) => this.patches.apply(event));
    this.connection = new Connection(address, {
      onWelcome: () => this.resume(),
      onEvent: (event) => this.received(event),
      onState: (state) => this.enter(state),
    });
    this.subscriptions = new Subscriptions((frame) => this.connection.request(frame));
    this.outbox = new Outbox(
      (frame) => this.connection.request(frame),
      (item, ack) => this.delivered(item, ack),
      me.id,
    );
  }

  start(): () => void {
    const stopReplay = this.replay.start();
    const online = () => this.connection.retryNow();
    this.connection.open();
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("online", online);
      stopReplay();
      this.connection.close();
    };
  }

  retryNow(): void {
    this.connection.retryNow();
  }

  getState = (): ConnectionState => this.state;

  subscribeState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  onEvent(listener: Listener): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  follow(topic: Topic): () => void {
    return this.subscriptions.add(JSON.stringify(topic), () => topic, this.subscribed);
  }

  /** A conversation is followed from the last message in the cache, asked anew each time. */
  followConversation(id: Id): () => void {
    const topic = (): Topic => ({
      topic: "conversation",
      conversation_id: id,
      after: lastSeq(this.cache.getQueryData<Thread>(threadKey(id))),
    });
    return this.subscriptions.add(`conversation ${id}`, topic, this.subscribed);
  }

  typing(conversationId: Id, on: boolean): void {
    this.connection.notify({ type: "typing", conversation_id: conversationId, on });
  }

  read(conversationId: Id, seq: number): void {
    this.connection.notify({ type: "read", conversation_id: conversationId, seq });
  }

  /** Something is known to have happened, from an event or from the answer to a command. */
  learn(event: LiveEvent): void {
    this.replay.note(event);
    this.patches.apply(event);
  }

  changed(conversation: ConversationOut): void {
    this.learn({ name: "conversation.changed", data: conversation });
  }

  private subscribed = (ack: Ack): void => {
    if (ack.conversation) this.changed(ack.conversation);
  };

  /**
   * Lists have no numbers to resume from: what may have changed meanwhile is read again. So is the conversation on
   * screen, which may have moved out of reach.
   */
  private resume(): void {
    this.subscriptions.renew();
    this.outbox.flush();
    if (!this.interrupted) return;
    this.interrupted = false;
    for (const name of staleAfterInterruption) this.cache.invalidateQueries({ queryKey: [name] });
  }

  private received(event: LiveEvent): void {
    for (const listener of this.eventListeners) listener(event);
    this.learn(event);
    if (event.name === "message.sent" && event.data.client_id) {
      this.outbox.remove(event.data.client_id);
    }
  }

  /** The acknowledgement says all that is needed to show the message in its place. */
  private delivered(item: Outgoing, ack: Ack): void {
    if (!ack.message_id || ack.seq === undefined) return;
    const message: MessageOut = {
      id: ack.message_id,
      conversation_id: item.conversationId,
      seq: ack.seq,
      author: { kind: "agent", id: this.me.id, name: this.me.name },
      visibility: item.visibility,
      content: item.content,
      client_id: item.clientId,
      evidence: null,
      created_at: ack.created_at ?? item.createdAt,
    };
    this.learn({ name: "message.sent", data: message });
  }

  private enter(state: ConnectionState): void {
    if (state === "offline") this.interrupted = true;
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }
}
