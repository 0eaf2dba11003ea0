/**
 * Asks over HTTP, again and again, for as long as no socket gets through: often while the customer is looking,
 * seldom otherwise. It stops by itself for nobody; the messenger stops it when a socket is back.
 */
export interface FallbackOptions {
  /** Fetches new messages; answers whether there were any. */
  catchUp(): Promise<boolean>;
  /** Fetches the state of the conversation. */
  refresh(): Promise<void>;
  inSight(): boolean;
  onReachable(reachable: boolean): void;
}

const IN_SIGHT_MS = 3_000;
const OUT_OF_SIGHT_MS = 20_000;
/** The state (queue, status) may change without a message. */
const REFRESH_EVERY = 5;

export class Fallback {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private rounds = 0;
  running = false;

  constructor(private readonly options: FallbackOptions) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.rounds = 0;
    void this.round();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
  }

  /** Asks before its turn. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.round(), 300);
  }

  private async round(): Promise<void> {
    const { catchUp, refresh, inSight, onReachable } = this.options;
    let reachable = true;
    try {
      const news = await catchUp();
      if (news || this.rounds % REFRESH_EVERY === 0) await refresh();
    } catch {
      reachable = false;
    }
    if (!this.running) return;
    this.rounds += 1;
    onReachable(reachable);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.round(), inSight() ? IN_SIGHT_MS : OUT_OF_SIGHT_MS);
  }
}
