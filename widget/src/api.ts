/**
 * The public HTTP interface of the server, one method per operation the widget uses.
 * It holds no state and retries nothing; `session.ts` decides what happens when a token has run out.
 */
import { Problem } from "./problem";
import type {
  Attachment,
  Locale,
  Message,
  MessageContent,
  MessagePage,
  ProblemDocument,
  Rating,
  VisitorSession,
  VisitorSessionIn,
} from "./protocol";

const BASE = "/widget/v1";
const TIMEOUT_MS = 20_000;

interface Request {
  method?: "GET" | "POST" | "PUT";
  token?: string;
  body?: unknown;
}

export class Api {
  /** `server` is where it answers, without a slash at its end: an origin, with a path where it is served below one. */
  constructor(readonly server: string) {}

  createSession(body: VisitorSessionIn): Promise<VisitorSession> {
    return this.json("/sessions", { method: "POST", body });
  }

  listMessages(
    token: string,
    before: { conversation_id: string; seq: number } | null,
    limit: number,
  ): Promise<MessagePage> {
    const query = new URLSearchParams({ limit: String(limit) });
    if (before) {
      query.set("before_conversation", before.conversation_id);
      query.set("before", String(before.seq));
    }
    return this.json(`/messages?${query}`, { token });
  }

  createMessage(
    token: string,
    body: { client_id: string; content: MessageContent; locale: Locale },
  ): Promise<{ conversation_id: string; message: Message }> {
    return this.json("/messages", { method: "POST", token, body });
  }

  async consent(token: string): Promise<void> {
    await this.request("/consent", { method: "POST", token });
  }

  async read(token: string, conversationId: string, seq: number): Promise<void> {
    await this.request(`/conversations/${encodeURIComponent(conversationId)}/read`, {
      method: "PUT",
      token,
      body: { seq },
    });
  }

  async rate(
    token: string,
    conversationId: string,
    rating: Pick<Rating, "score" | "comment">,
  ): Promise<void> {
    await this.request(`/conversations/${encodeURIComponent(conversationId)}/rating`, {
      method: "POST",
      token,
      body: rating,
    });
  }

  async end(token: string, conversationId: string): Promise<void> {
    await this.request(`/conversations/${encodeURIComponent(conversationId)}/end`, { method: "POST", token });
  }

  async transcript(token: string, conversationId: string, locale: Locale): Promise<Blob> {
    const query = new URLSearchParams({ locale });
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone) query.set("zone", timeZone);
    const path = `/conversations/${encodeURIComponent(conversationId)}/transcript?${query}`;
    return (await this.request(path, { token })).blob();
  }

  /** Uses XMLHttpRequest because `fetch` cannot tell how much of a body has gone out. */
  upload(
    token: string,
    file: File,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<Attachment> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${this.server}${BASE}/attachments?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("Authorization", `Bearer ${token}`);
      request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      };
      request.onerror = () => reject(Problem.network());
      request.onabort = () => reject(Problem.network());
      request.onload = () => {
        const body = parse(request.responseText);
        if (request.status < 300 && body !== null) resolve(body as Attachment);
        else reject(problemOf(request.status, body, request.getResponseHeader("Retry-After")));
      };
      signal.addEventListener("abort", () => request.abort(), { once: true });
      request.send(file);
    });
  }

  /** Where the browser can load an attachment from, or null for an address that is not the server's. */
  attachmentUrl(attachment: Attachment, token: string): string | null {
    if (!attachment.url.startsWith("/")) return null;
    const url = new URL(this.server + attachment.url);
    url.searchParams.set("token", token);
    return url.href;
  }

  private async json<T>(path: string, request: Request): Promise<T> {
    const response = await this.request(path, request);
    try {
      return (await response.json()) as T;
    } catch {
      throw Problem.network();
    }
  }

  private async request(path: string, { method = "GET", token, body }: Request): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    let response: Response;
    try {
      response = await fetch(`${this.server}${BASE}${path}`, {
        method,
        headers,
        // The visitor token is the only credential; the host page's cookies are none of the widget's business.
        credentials: "omit",
        signal: abort.signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw Problem.network();
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return response;
    const text = await response.text().catch(() => "");
    throw problemOf(response.status, parse(text), response.headers.get("Retry-After"));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemOf(status: number, body: unknown, retryAfter: string | null): Problem {
  const document = (typeof body === "object" && body !== null ? body : {}) as Partial<ProblemDocument>;
  const seconds = Number(retryAfter);
  const retryAfterMs = retryAfter !== null && Number.isFinite(seconds) ? seconds * 1000 : null;
  const code = document.code ?? (status >= 500 ? "unavailable" : "invalid");
  return new Problem(code, status, retryAfterMs, document.detail);
}
