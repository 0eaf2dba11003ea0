/**
 * Small values that outlive a page view, one JSON object per channel key. Where the browser denies
 * storage (private mode, blocked site data) they live as long as the page, and nothing else changes.
 */
export class Store<T extends object> {
  private memory: Partial<T> = {};

  constructor(
    private readonly area: () => Storage,
    private readonly key: string,
  ) {
    this.memory = this.load();
  }

  get<K extends keyof T>(name: K): T[K] | null {
    return this.memory[name] ?? null;
  }

  set(values: Partial<T>): void {
    // Another tab may have written since: take its values over before adding ours.
    this.memory = { ...this.memory, ...this.load(), ...values };
    try {
      this.area().setItem(this.key, JSON.stringify(this.memory));
    } catch {
      // Denied or full: the value in memory serves this page view.
    }
  }

  clear(): void {
    this.memory = {};
    try {
      this.area().removeItem(this.key);
    } catch {
      // Denied: there is nothing to remove.
    }
  }

  private load(): Partial<T> {
    try {
      const text = this.area().getItem(this.key);
      const value: unknown = text === null ? null : JSON.parse(text);
      return typeof value === "object" && value !== null ? (value as Partial<T>) : {};
    } catch {
      return {};
    }
  }
}

/** Shared by the tabs of a browser, kept until logout. */
export interface VisitorRecord {
  token: string;
  /** `sub` and `jti` of the signed identity the token was last bound to. */
  subject: string | null;
  identity_id: string | null;
}

/** Of one tab, kept over navigation inside it. */
export interface TabRecord {
  open: boolean;
  /** Whose unsent messages these are. */
  visitor_id: string;
  outbox: unknown[];
}

export function visitorStore(channelKey: string): Store<VisitorRecord> {
  return new Store<VisitorRecord>(() => window.localStorage, `yingda:${channelKey}`);
}

export function tabStore(channelKey: string): Store<TabRecord> {
  return new Store<TabRecord>(() => window.sessionStorage, `yingda:${channelKey}`);
}
