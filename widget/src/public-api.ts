/**
 * `window.Yingda`, the widget's face towards the host page. Calls made before the script has arrived wait in an
 * array of that name: `(window.Yingda ||= []).push(["identify", jwt])`; `push` works afterwards as well.
 */
import type { Events } from "./emitter";
import type { Messenger } from "./messenger";
import type { IdentitySource } from "./session";
import { warn } from "./warn";

export interface YingdaApi {
  open(): void;
  close(): void;
  /** Signs the visitor in with a JWT, or with a function that fetches one when it is needed. */
  identify(identity: IdentitySource): Promise<void>;
  logout(): Promise<void>;
  /** Answers with a function that stops listening. */
  on<K extends keyof Events>(name: K, listener: (value: Events[K]) => void): () => void;
  push(...calls: unknown[]): void;
}

declare global {
  interface Window {
    Yingda?: YingdaApi | unknown[];
  }
}

type Method = Exclude<keyof YingdaApi, "push">;
const METHODS: readonly string[] = ["open", "close", "identify", "logout", "on"] satisfies Method[];

/** The identity that waits in the page's queue, so that the first session can be the right one. */
export function queuedIdentity(queue: unknown): IdentitySource | null {
  const calls = Array.isArray(queue) ? queue.filter(isCall) : [];
  const last = calls.filter(([name]) => name === "identify" || name === "logout").pop();
  return last?.[0] === "identify" ? (last[1] as IdentitySource) : null;
}

export function createApi(messenger: Messenger, queue: unknown): YingdaApi {
  const api: YingdaApi = {
    open: () => messenger.open(),
    close: () => messenger.close(),
    identify: (identity) => messenger.identify(identity),
    logout: () => messenger.logout(),
    on: (name, listener) => messenger.events.on(name, listener),
    push: (...calls) => calls.forEach(run),
  };
  const run = (call: unknown) => {
    if (!isCall(call)) return;
    const done = (api[call[0]] as (...args: unknown[]) => unknown)(...call.slice(1));
    // Nobody waits for a call that was pushed.
    Promise.resolve(done).catch((cause: unknown) => warn(`${call[0]} failed: ${String(cause)}`));
  };
  for (const call of Array.isArray(queue) ? queue : []) {
    // The identity has gone into the first session already.
    if (isCall(call) && call[0] !== "identify") run(call);
  }
  return api;
}

function isCall(call: unknown): call is [Method, ...unknown[]] {
  return Array.isArray(call) && METHODS.includes(call[0] as string);
}
