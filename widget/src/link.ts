/**
 * The way to the server as a whole: by socket while one gets through, by asking over HTTP while none does, and what
 * the customer is told about it.
 */
import type { ConnectionState } from "./connection";
import { Fallback, type FallbackOptions } from "./fallback";
import type { Cell, State } from "./state";

export interface LinkOptions extends Omit<FallbackOptions, "onReachable"> {
  cell: Cell<State>;
  /** There is no socket, but HTTP gets through. */
  onReachable(): void;
}

/** A connection that is back sooner than this was never missed. */
const TELL_AFTER_MS = 2_500;

export class Link {
  private readonly fallback: Fallback;
  private tell: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LinkOptions) {
    this.fallback = new Fallback({ ...options, onReachable: (reachable) => this.heard(reachable) });
  }

  get overHttp(): boolean {
    return this.fallback.running;
  }

  follow(state: ConnectionState): void {
    const { cell } = this.options;
    clearTimeout(this.tell);
    if (state === "online" || state === "idle") {
      this.fallback.stop();
      cell.set({ link: state });
    } else if (state === "blocked") {
      this.fallback.start();
    } else {
      this.tell = setTimeout(() => cell.set({ link: "lost" }), TELL_AFTER_MS);
    }
  }

  /** Something was just sent: an answer is likely. */
  expectNews(): void {
    if (this.fallback.running) this.fallback.soon();
  }

  private heard(reachable: boolean): void {
    this.options.cell.set({ link: reachable ? "online" : "lost" });
    if (reachable) this.options.onReachable();
  }
}
