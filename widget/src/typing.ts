/** Who is typing, both ways: what goes out is throttled, what came in expires by itself. */
const REPEAT_MS = 3_000;
const PAUSE_MS = 5_000;
const EXPIRY_MS = 6_000;

/** Says that the customer is typing, at most every three seconds, and that it stopped. */
export class TypingSignal {
  private saidAt: number | null = null;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (on: boolean) => void) {}

  input(now = Date.now()): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.stop(), PAUSE_MS);
    if (this.saidAt !== null && now - this.saidAt < REPEAT_MS) return;
    this.saidAt = now;
    this.say(true);
  }

  stop(): void {
    clearTimeout(this.pause);
    if (this.saidAt === null) return;
    this.saidAt = null;
    this.say(false);
  }
}

/** Holds the last sign of the other side's typing until it is over. */
export class TypingMonitor<T> {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly show: (typing: T | null) => void) {}

  heard(typing: T, on: boolean): void {
    clearTimeout(this.timer);
    if (on) this.timer = setTimeout(() => this.show(null), EXPIRY_MS);
    this.show(on ? typing : null);
  }

  clear(): void {
    clearTimeout(this.timer);
    this.show(null);
  }
}
