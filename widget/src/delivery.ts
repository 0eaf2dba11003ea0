/**
 * Sees to it that what was acknowledged also comes back as an event. Where it does not, this connection is not told
 * what it should be, and the missing is asked for over HTTP.
 */
import type { SendAck } from "./protocol";
import type { Cell, State } from "./state";
import { comparePositions } from "./timeline";

export interface DeliveryOptions {
  cell: Cell<State>;
  /** Whether there is a socket; without one everything is asked for anyway. */
  online(): boolean;
  catchUp(): Promise<unknown>;
  refresh(): Promise<unknown>;
}

const PATIENCE_MS = 2_000;

export class DeliveryCheck {
  constructor(private readonly options: DeliveryOptions) {}

  expect(ack: SendAck): void {
    setTimeout(() => this.check(ack), PATIENCE_MS);
  }

  private check(ack: SendAck): void {
    const { cell, online, catchUp, refresh } = this.options;
    if (!online()) return;
    const { conversation, timeline } = cell.value;
    const delivered = timeline.cursor !== null && comparePositions(timeline.cursor, ack) >= 0;
    // A failure needs no words: the next message tries again.
    if (!delivered) catchUp().catch(() => undefined);
    if (conversation === null || conversation.id < ack.conversation_id) refresh().catch(() => undefined);
  }
}
