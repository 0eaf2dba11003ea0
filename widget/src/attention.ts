/**
 * What the customer has in sight, and that the server and the customer's other devices are told so. It counts
 * nothing: unread messages are counted where they arrive.
 */
import type { Api } from "./api";
import type { Connection } from "./connection";
import type { Session } from "./session";
import type { Cell, State } from "./state";
import { comparePositions, type Position } from "./timeline";

export interface AttentionOptions {
  cell: Cell<State>;
  connection: Connection;
  session: Session;
  api: Api;
}

export class Attention {
  private readUpTo: Position | null = null;

  constructor(private readonly options: AttentionOptions) {}

  /** An open panel in a tab that nobody looks at has not been read. */
  inSight(): boolean {
    return this.options.cell.value.open && document.visibilityState === "visible";
  }

  markRead(): void {
    const { cell } = this.options;
    const { cursor } = cell.value.timeline;
    if (!this.inSight() || !cursor) return;
    if (cell.value.unread > 0) cell.set({ unread: 0 });
    if (this.readUpTo && comparePositions(this.readUpTo, cursor) >= 0) return;
    this.readUpTo = cursor;
    this.tell(cursor);
  }

  forget(): void {
    this.readUpTo = null;
  }

  private tell({ conversation_id, seq }: Position): void {
    const { connection, session, api } = this.options;
    if (connection.online) connection.notify({ type: "read", conversation_id, seq });
    // Lost without harm: the next message read says it again.
    else void session.call((token) => api.read(token, conversation_id, seq)).catch(() => undefined);
  }
}
