/**
 * A client of the realtime protocol that asks for much and reads nothing: a bare socket, because a library would read.
 */

import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

export class DeafSocket {
  private constructor(private readonly socket: Socket) {
    socket.on("error", () => undefined);
  }

  /** Shakes hands and then reads nothing any more. */
  static async connect(url: string): Promise<DeafSocket> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    const deaf = new DeafSocket(socket);
    const lines = [
      "GET /realtime HTTP/1.1",
      `Host: ${host}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      "Sec-WebSocket-Version: 13",
    ];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    await new Promise((done) => socket.once("data", done));
    socket.pause();
    return deaf;
  }

  /** Sends a text frame, masked as a client must. */
  send(frame: object): void {
    const payload = Buffer.from(JSON.stringify(frame));
    const mask = randomBytes(4);
    const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    const length = Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);
    this.socket.write(Buffer.concat([Buffer.from([0x81]), length, mask, masked]));
  }
}
