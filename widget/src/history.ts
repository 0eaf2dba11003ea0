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
  private generation = 0;

  constructor(
    private readonly api: Api,
    private readonly session: Session,
    private readonly cell: Cell<State>,
  ) {}

  /** The messages are another customer's from now on: what is still on its way must not be shown. */
  forget(): void {
    this.generation += 1;
    this.cell.set({ timeline: emptyTimeline, history: "unknown" });
  }

  /** Fetches backwards from the newest until it meets what is known; answers with what is new here. */
  async recent(): Promise<Message[]> {
    const { generation } = this;
    const known = this.cell.value.timeline.cursor;
    const { history } = this.cell.value;
    if (history === "unknown") this.cell.set({ history: "loading" });
    let items: Message[] = [];
    let more = true;
    let met = false;
    for (let page = 0; page < (known ? CATCH_UP_PAGES : 1) && more && !met; page += 1) {
      const result = await this.page(items[0] ?? null).catch((cause: unknown) => {
        if (generation === this.generation) this.cell.set({ history });
        throw cause;
      });
      if (generation !== this.generation) return [];
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
    const { generation } = this;
    this.cell.set({ loadingOlder: true });
    try {
      const { items, more } = await this.page(first);
      if (generation !== this.generation) return;
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
