/**
 * A reverse proxy in front of one server, as an operator has one: it gives the server a path of a host that is shared,
 * passes that path on unchanged with WebSockets, and says on whose behalf. Everything else on the host is somebody
 * else's.
 */
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export class ReverseProxy {
  /** What was asked for outside the path: nothing of the product may be. */
  readonly strays: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly host: Server,
    private readonly path: string,
  ) {}

  static async start(port: number, path: string): Promise<ReverseProxy> {
    const host = createServer();
    const proxy = new ReverseProxy(host, path);
    host.on("connection", (socket) => {
      proxy.sockets.add(socket);
      socket.once("close", () => proxy.sockets.delete(socket));
    });
    host.on("request", (asked, answer) => {
      if (!proxy.owns(asked)) {
        answer.writeHead(404).end("another product lives here");
        return;
      }
      const passed = request(onBehalf(asked, port), (got) => {
        answer.writeHead(got.statusCode ?? 502, got.rawHeaders);
        got.pipe(answer);
      });
      passed.on("error", () => answer.destroy());
      asked.pipe(passed);
    });
    host.on("upgrade", (asked: IncomingMessage, client: Socket) => {
      if (!proxy.owns(asked)) {
        client.destroy();
        return;
      }
      const passed = request(onBehalf(asked, port));
      passed.on("upgrade", (got, server) => {
        const lines = got.rawHeaders.flatMap((name, at, all) =>
          at % 2 ? [] : `${name}: ${all[at + 1]}\r\n`,
        );
        client.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("")}\r\n`);
        server.pipe(client).pipe(server);
        for (const [one, other] of [
          [client, server],
          [server, client],
        ] as const) {
          one.on("error", () => other.destroy()).on("close", () => other.destroy());
        }
      });
      passed.on("response", () => client.destroy());
      passed.on("error", () => client.destroy());
      passed.end();
    });
    await new Promise<void>((done) => host.listen(0, "127.0.0.1", done));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.host.address() as AddressInfo).port}${this.path}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.host.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private owns({ url = "" }: IncomingMessage): boolean {
    const own = url === this.path || url.startsWith(`${this.path}/`);
    if (!own) this.strays.push(url);
    return own;
  }
}

function onBehalf(asked: IncomingMessage, port: number) {
  const heard = [asked.headers["x-forwarded-for"], asked.socket.remoteAddress].filter(Boolean).join(", ");
  const headers = { ...asked.headers, "x-forwarded-for": heard };
  return { host: "127.0.0.1", port, method: asked.method ?? "GET", path: asked.url ?? "/", headers };
}
