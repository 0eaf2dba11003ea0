/**
 * Who the visitor is to the server: the visitor token, the signed identity it is bound to, and their renewal.
 * It knows nothing of messages. Every change of token goes through one chain, so that an `identify` during
 * start-up and a renewal after an expiry cannot overtake each other.
 */
import type { Api } from "./api";
import { asProblem } from "./problem";
import type { Locale, VisitorSession } from "./protocol";
import type { Store, VisitorRecord } from "./storage";
import { warn } from "./warn";

/** A signed identity, or a way to get a fresh one whenever the session has to be renewed. */
export type IdentitySource = string | (() => string | Promise<string>);

export interface SessionOptions {
  api: Api;
  channelKey: string;
  locale: Locale;
  store: Store<VisitorRecord>;
  onChange(session: VisitorSession, change: SessionChange): void;
}

/** Why there is a new session: `renewed` keeps what is on the screen, the others do not. */
export type SessionChange = "opened" | "renewed" | "switched";

interface Claims {
  sub: string | null;
  jti: string | null;
}

export class Session {
  private current: VisitorSession | null = null;
  private identity: IdentitySource | null = null;
  private consented = false;
  private chain: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: SessionOptions) {}

  get token(): string | null {
    return this.current?.token ?? null;
  }

  open(identity: IdentitySource | null): Promise<void> {
    return this.inTurn(async () => {
      this.identity = identity ?? this.identity;
      const jwt = await this.readIdentity().catch((cause: unknown) => {
        // Without its shop's word the visitor can still ask.
        warn(`identity unavailable: ${String(cause)}`);
        return null;
      });
      await this.create("opened", jwt);
    });
  }

  identify(identity: IdentitySource): Promise<void> {
    return this.inTurn(async () => {
      this.identity = identity;
      const jwt = await this.readIdentity();
      const { jti } = claimsOf(jwt ?? "");
      if (this.current && jti !== null && jti === this.options.store.get("identity_id")) return;
      await this.create(this.current ? "switched" : "opened", jwt);
    });
  }

  /** Forgets the customer on this device; what follows is a new, anonymous visitor. */
  logout(): Promise<void> {
    return this.inTurn(() => {
      this.identity = null;
      this.consented = false;
      this.options.store.clear();
      return this.create("switched", null);
    });
  }

  /** Runs a call with the token; when the login has ended, gets a new session and runs it once more. */
  async call<T>(run: (token: string) => Promise<T>): Promise<T> {
    const token = await this.settled();
    try {
      return await run(token);
    } catch (cause) {
      if (!asProblem(cause).loginEnded) throw cause;
      await this.renew(token);
      return run(await this.settled());
    }
  }

  /** Replaces `stale` unless somebody else has done so meanwhile. */
  renew(stale: string | null): Promise<void> {
    return this.inTurn(async () => {
      if (this.current && this.current.token !== stale) return;
      await this.create("renewed", await this.readIdentity());
    });
  }

  /** Asks again for what the server knows of this visitor (status, queue, who is online). */
  refresh(): Promise<void> {
    return this.inTurn(() => this.create("renewed", null));
  }

  recordConsent(): Promise<void> {
    this.consented = true;
    return this.call((token) => this.options.api.consent(token));
  }

  private async settled(): Promise<string> {
    if (this.current === null) await this.chain;
    if (this.current === null) await this.open(null);
    return (this.current as VisitorSession | null)?.token ?? "";
  }

  private async readIdentity(): Promise<string | null> {
    return typeof this.identity === "function" ? this.identity() : this.identity;
  }

  private async create(change: SessionChange, jwt: string | null): Promise<void> {
    const { store } = this.options;
    const stored = store.get("token");
    const claims = jwt === null ? { sub: null, jti: null } : claimsOf(jwt);
    // An identity is good for one use: the token it was exchanged for stands for it from then on.
    const used = stored !== null && claims.jti !== null && claims.jti === store.get("identity_id");
    // A token of one customer must never be joined to another one's history.
    const subject = store.get("subject");
    const foreign = jwt !== null && subject !== null && subject !== claims.sub;
    const session = await this.request(foreign ? null : stored, used ? null : jwt);
    const bound = jwt !== null && session.customer?.known === true;
    store.set({
      token: session.token,
      subject: bound ? claims.sub : session.customer?.known ? subject : null,
      identity_id: bound ? claims.jti : session.customer?.known ? store.get("identity_id") : null,
    });
    const before = this.current;
    this.current = session;
    this.options.onChange(session, change === "switched" && samePerson(before, session) ? "renewed" : change);
  }

  /** Falls back in steps when the server refuses: first without the old token, then without the identity. */
  private async request(token: string | null, identity: string | null): Promise<VisitorSession> {
    const { api, channelKey, locale } = this.options;
    const post = (visitor_token: string | null, jwt: string | null) =>
      api.createSession({
        channel_key: channelKey,
        visitor_token,
        identity: jwt,
        locale,
        consent: this.consented,
      });
    try {
      return await post(token, identity);
    } catch (cause) {
      if (!asProblem(cause).loginEnded || (token === null && identity === null)) throw cause;
      if (identity === null) return post(null, null);
      // Either of the two may be what was refused; keeping the visitor's history matters more.
      warn(`identity refused: ${asProblem(cause).code}`);
      try {
        return await post(token, null);
      } catch (again) {
        if (!asProblem(again).loginEnded || token === null) throw again;
        return post(null, null);
      }
    }
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const run = this.chain.then(step, step);
    this.chain = run.catch(() => undefined);
    return run;
  }
}

function samePerson(before: VisitorSession | null, after: VisitorSession): boolean {
  return before?.visitor_id === after.visitor_id && before.customer?.id === after.customer?.id;
}

/** Reads the claims without verifying them: only the server can, and only it decides by them. */
export function claimsOf(jwt: string): Claims {
  try {
    const payload = (jwt.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const claims = JSON.parse(atob(payload)) as Record<string, unknown>;
    return {
      sub: typeof claims.sub === "string" ? claims.sub : null,
      jti: typeof claims.jti === "string" ? claims.jti : null,
    };
  } catch {
    return { sub: null, jti: null };
  }
}
