/**
 * Calls the server: one function, `call`, typed by operation id. Knows the CSRF token,
 * idempotency keys and problem documents; knows nothing of React or caching.
 */
import { addressOf } from "./address";
import type { Answer, Arguments, Bare, OperationId } from "./operations";
import { Problem } from "./problem";
import { routes } from "./routes";

interface Loose {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Give the same key again to make a retry harmless; a fresh one is used otherwise. */
  idempotencyKey?: string;
}

let csrfToken: string | null = null;

/** Called whenever a session answer arrives; the token lives in memory only. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

export function call<Key extends Bare>(
  operation: Key,
  args?: Arguments<Key>,
  options?: CallOptions,
): Promise<Answer<Key>>;
export function call<Key extends OperationId>(
  operation: Key,
  args: Arguments<Key>,
  options?: CallOptions,
): Promise<Answer<Key>>;
export async function call<Key extends OperationId>(
  operation: Key,
  args?: Arguments<Key>,
  options: CallOptions = {},
): Promise<Answer<Key>> {
  const [method] = routes[operation];
  const { body } = (args ?? {}) as Loose;
  const response = await fetch(urlOf(operation, args), {
    method,
    headers: headersOf(method, body, options),
    body: encode(body),
    credentials: "same-origin",
    signal: options.signal ?? null,
  });
  if (!response.ok) throw await Problem.from(response);
  if (response.status === 204) return undefined as Answer<Key>;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Answer<Key>;
}

/** The address of an operation, for links and downloads. */
export function urlOf<Key extends OperationId>(operation: Key, args?: Arguments<Key>): string {
  const { path = {}, query = {} } = (args ?? {}) as Loose;
  const address = addressOf(routes[operation][1]).replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  return search.size > 0 ? `${address}?${search}` : address;
}

function headersOf(method: string, body: unknown, options: CallOptions): Headers {
  const headers = new Headers({ Accept: "application/json" });
  if (body instanceof Blob) headers.set("Content-Type", body.type || "application/octet-stream");
  else if (body !== undefined) headers.set("Content-Type", "application/json");
  if (method !== "GET" && csrfToken) headers.set("X-CSRF-Token", csrfToken);
  if (method === "POST") {
    headers.set("Idempotency-Key", options.idempotencyKey ?? crypto.randomUUID());
  }
  return headers;
}

function encode(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return body instanceof Blob ? body : JSON.stringify(body);
}
