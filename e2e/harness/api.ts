/** A member of the company or a customer, acting over HTTP: how a test arranges what it does not look at. */
import { type APIRequestContext, request } from "@playwright/test";

export const PASSWORD = "yingda-demo-2026";

export type Login = "admin" | "supervisor" | "agent" | "agent2" | "knowledge" | "analyst";

type Json = Record<string, unknown>;

export function emailOf(login: Login): string {
  return `${login}@demo.yingda`;
}

/** A logged-in member. */
export class MemberApi {
  private sent = 0;

  private constructor(
    readonly http: APIRequestContext,
    private readonly csrf: string,
    readonly memberId: string,
  ) {}

  static async login(url: string, login: Login): Promise<MemberApi> {
    const http = await request.newContext({ baseURL: `${url}/` });
    const answer = await http.post("api/v1/session", {
      data: { email: emailOf(login), password: PASSWORD },
    });
    const session = await readJson<{ csrf_token: string; member: { id: string } }>(answer);
    return new MemberApi(http, session.csrf_token, session.member.id);
  }

  async get<T>(path: string): Promise<T> {
    return readJson<T>(await this.http.get(`api/v1${path}`));
  }

  async send<T = Json>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, data?: Json): Promise<T> {
    const headers = { "X-CSRF-Token": this.csrf };
    return readJson<T>(
      await this.http.fetch(`api/v1${path}`, { method, headers, ...(data ? { data } : {}) }),
    );
  }

  /** Comes online, away or goes offline, as the switch in the workspace does. */
  async presence(presence: "online" | "away" | "offline"): Promise<void> {
    await this.send("PUT", "/presence", { presence });
  }

  /** Takes over the conversation that has waited longest, and answers with its id. */
  async claimNext(): Promise<string> {
    return (await this.send<{ id: string }>("POST", "/conversations/next")).id;
  }

  async claim(conversationId: string): Promise<void> {
    await this.send("POST", `/conversations/${conversationId}/claim`);
  }

  async reply(
    conversationId: string,
    text: string,
    visibility: "public" | "internal" = "public",
  ): Promise<void> {
    this.sent += 1;
    const data = { client_id: `${this.memberId}-${this.sent}`, content: { kind: "text", text }, visibility };
    await this.send("POST", `/conversations/${conversationId}/messages`, data);
  }

  async resolve(conversationId: string): Promise<void> {
    await this.send("POST", `/conversations/${conversationId}/resolve`);
  }

  async textsOf(conversationId: string): Promise<string[]> {
    const messages = await this.list<Message>(`/conversations/${conversationId}/messages?limit=200`);
    return messages.flatMap(({ content }) => content.text ?? []);
  }

  /** Every message of a conversation, oldest first, page by page. */
  async allMessages(conversationId: string): Promise<Message[]> {
    const found: Message[] = [];
    for (;;) {
      const after = found.at(-1)?.seq ?? 0;
      const page = `/conversations/${conversationId}/messages?limit=500&after=${after}`;
      const messages = await this.list<Message>(page);
      if (messages.length === 0) return found;
      found.push(...messages);
    }
  }

  async list<T>(path: string): Promise<T[]> {
    return (await this.get<{ items: T[] }>(path)).items;
  }
}

export interface Message {
  id: string;
  conversation_id: string;
  seq: number;
  author: { kind: "customer" | "bot" | "agent" | "system" };
  content: { kind: string; text?: string; title?: string };
  client_id: string | null;
  created_at: number;
  /** Why the bot said it; shown to members only. */
  evidence?: { question: string } | null;
}

/** An anonymous visitor of the demo shop. */
export class VisitorApi {
  private sent = 0;

  private constructor(
    private readonly http: APIRequestContext,
    readonly token: string,
  ) {}

  static async arrive(url: string, channelKey: string): Promise<VisitorApi> {
    const http = await request.newContext({ baseURL: `${url}/` });
    const data = {
      channel_key: channelKey,
      visitor_token: null,
      identity: null,
      locale: "zh-CN",
      consent: true,
    };
    const { token } = await readJson<{ token: string }>(await http.post("widget/v1/sessions", { data }));
    return new VisitorApi(http, token);
  }

  /** Sends a text and answers with the id of the conversation it landed in. */
  async say(text: string): Promise<string> {
    this.sent += 1;
    const data = { client_id: `text-${this.sent}`, content: { kind: "text", text }, locale: "zh-CN" };
    const answer = await this.http.post("widget/v1/messages", { data, headers: this.headers() });
    return (await readJson<{ conversation_id: string }>(answer)).conversation_id;
  }

  async rate(conversationId: string, score: number, comment: string | null): Promise<void> {
    const path = `widget/v1/conversations/${conversationId}/rating`;
    await readJson(await this.http.post(path, { data: { score, comment }, headers: this.headers() }));
  }

  /** Every message of this customer, oldest first, page by page. */
  async allMessages(): Promise<Message[]> {
    const found: Message[] = [];
    let more = true;
    while (more) {
      const [oldest] = found;
      const before = oldest ? `&before_conversation=${oldest.conversation_id}&before=${oldest.seq}` : "";
      const answer = await this.http.get(`widget/v1/messages?limit=200${before}`, {
        headers: this.headers(),
      });
      const page = await readJson<{ items: Message[]; more: boolean }>(answer);
      found.unshift(...page.items);
      more = page.more;
    }
    return found;
  }

  private headers() {
    return { Authorization: `Bearer ${this.token}` };
  }
}

/** The public key of the demo company's first channel. */
export async function channelKey(url: string): Promise<string> {
  const admin = await MemberApi.login(url, "admin");
  const [channel] = await admin.list<{ key: string }>("/channels");
  if (!channel) throw new Error("the demo company has no channel");
  return channel.key;
}

async function readJson<T>(answer: Awaited<ReturnType<APIRequestContext["get"]>>): Promise<T> {
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}: ${await answer.text()}`);
  const body = await answer.text();
  return (body === "" ? {} : JSON.parse(body)) as T;
}
