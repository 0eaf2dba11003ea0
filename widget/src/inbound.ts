/**
 * What the server's news does to the state: messages, the conversation, typing, reading. It asks nothing of the
 * server and draws nothing.
 */
import type { Emitter } from "./emitter";
import type { Message, ServerEvent, VisitorConversation } from "./protocol";
import type { Cell, State } from "./state";
import { countsAsUnread, countUnread, deliver } from "./timeline";
import { TypingMonitor } from "./typing";

export interface InboundOptions {
  cell: Cell<State>;
  events: Emitter;
  /** Whether the customer is looking at the messages. */
  inSight(): boolean;
}

type ReadEvent = Extract<ServerEvent, { name: "read" }>["data"];

export class Inbound {
  private readonly typing: TypingMonitor<NonNullable<State["typing"]>>;

  constructor(private readonly options: InboundOptions) {
    this.typing = new TypingMonitor((typing) => options.cell.set({ typing }));
  }

  receive(event: ServerEvent): void {
    const { cell } = this.options;
    switch (event.name) {
      case "message.received":
      case "message.sent": {
        const known = cell.value.timeline.messages.some((one) => one.id === event.data.id);
        cell.set({ timeline: deliver(cell.value.timeline, [event.data]) });
        if (!known) this.arrived(event.data);
        break;
      }
      case "conversation.changed":
        this.conversationChanged(event.data);
        break;
      case "queue.moved": {
        const { conversation_id, ...queue } = event.data;
        const { conversation } = cell.value;
        if (conversation?.id === conversation_id) cell.set({ conversation: { ...conversation, queue } });
        break;
      }
      case "typing":
        if (event.data.author.kind !== "customer") this.typing.heard(event.data.author, event.data.on);
        break;
      case "read":
        this.readElsewhere(event.data);
        break;
      case "queue.online":
        cell.set({ online: event.data.online });
        break;
    }
  }

  /** A message that was not known before, as opposed to one from the history. */
  arrived(message: Message): void {
    const { cell, events, inSight } = this.options;
    if (message.author.kind === "customer") return;
    if (countsAsUnread(message)) {
      this.typing.clear();
      if (!inSight()) cell.set({ unread: cell.value.unread + 1 });
    }
    events.emit("message", message);
  }

  /** For a history that was just loaded; later each message counts as it arrives. */
  countUnread(): void {
    const { conversation, timeline } = this.options.cell.value;
    const read = conversation ? { conversation_id: conversation.id, seq: conversation.read_seq } : null;
    this.options.cell.set({ unread: countUnread(timeline, read) });
  }

  conversationChanged(conversation: VisitorConversation | null): void {
    const current = this.options.cell.value.conversation;
    // News about an earlier conversation (a late rating, say) does not replace the present one.
    if (conversation && current && conversation.id < current.id) return;
    this.options.cell.set({ conversation });
  }

  forget(): void {
    this.typing.clear();
  }

  private readElsewhere({ by, conversation_id, seq }: ReadEvent): void {
    const { cell } = this.options;
    const position = { conversation_id, seq };
    if (by === "agent") cell.set({ agentRead: position });
    else cell.set({ unread: Math.min(cell.value.unread, countUnread(cell.value.timeline, position)) });
  }
}
