/**
 * Stored messages fetched over HTTP: the most recent ones at the start, older ones on the way up, and what was
 * missed while no socket gets through.
 */
import type { Api } from "./api";
import type { Message } from "./protocol";
import type { Session } from "./session";
import type { Cell, State } from "./state";
import { comparePositions, deliver, deliverOlder, emptyTimeline } from "./timeline";

const PAGE = 30;
const CATCH_UP_PAGES = 5;

export class History {
  constructor(
    private readonly api: Api,
    private readonly session: Session,
    private readonly cell: Cell<State>,
  ) {}

  /** Fetches backwards from the newest until it meets what is known; answers with what is new here. */
  async recent(): Promise<Message[]> {
    const known = this.cell.value.timeline.cursor;
    if (this.cell.value.history === "unknown") this.cell.set({ history: "loading" });
    let items: Message[] = [];
    let more = true;
    let met = false;
    for (let page = 0; page < (known ? CATCH_UP_PAGES : 1) && more && !met; page += 1) {
      const result = await this.page(items[0] ?? null);
      items = [...result.items, ...items];
      more = result.more;
      met = known !== null && items.some((one) => comparePositions(one, known) <= 0);
    }
    return this.take(items, more, known === null || (!met && more));
  }

  async older(): Promise<void> {
    const { timeline, loadingOlder } = this.cell.value;
    const first = timeline.messages[0];
    if (!first || !timeline.hasOlder || loadingOlder) return;
    this.cell.set({ loadingOlder: true });
    try {
      const { items, more } = await this.page(first);
      this.cell.set({ timeline: deliverOlder(this.cell.value.timeline, items, more) });
    } finally {
      this.cell.set({ loadingOlder: false });
    }
  }

  private take(items: Message[], more: boolean, startsOver: boolean): Message[] {
    const { timeline } = this.cell.value;
    const known = new Set(timeline.messages.map((one) => one.id));
    // A gap too long to fill would lie between the old messages and these: begin anew from here.
    const gap = startsOver && timeline.cursor !== null;
    const base = gap ? { ...emptyTimeline, pending: timeline.pending } : timeline;
    const next = startsOver ? deliverOlder(base, items, more) : deliver(base, items);
    this.cell.set({ timeline: next, history: "loaded" });
    return items.filter((one) => !known.has(one.id));
  }

  private page(before: Message | null) {
    return this.session.call((token) => this.api.listMessages(token, before, PAGE));
  }
}
