import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../src/api";
import { Messenger } from "../src/messenger";
import { Problem } from "../src/problem";
import type { Attachment } from "../src/protocol";
import { tabStore, visitorStore } from "../src/storage";
import { FakeServer } from "./fake-server";

let server: FakeServer;
let messenger: Messenger;
let upload: ReturnType<typeof vi.fn<Api["upload"]>>;

beforeEach(async () => {
  vi.useFakeTimers();
  window.localStorage.clear();
  window.sessionStorage.clear();
  server = new FakeServer().install();
  const api = new Api("https://chat.example");
  upload = vi.fn<Api["upload"]>();
  api.upload = upload;
  messenger = new Messenger({
    api,
    channelKey: "wk_1",
    locale: "en",
    visitor: visitorStore("wk_1"),
    tab: tabStore("wk_1"),
  });
  void messenger.start(null);
  messenger.open();
  await settle();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(50);
const picture = new File(["picture"], "a.png", { type: "image/png" });
const stored: Attachment = { id: "att_1", name: "a.png", media_type: "image/png", size: 7, url: "/x" };
const waiting = () => messenger.cell.value.timeline.pending[0];

describe("a file", () => {
  it("shows at once, with its progress, and is sent when the server has it", async () => {
    let finish: (attachment: Attachment) => void = () => undefined;
    upload.mockImplementation((_token, _file, onProgress) => {
      onProgress(0.5);
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    messenger.outbox.addFile(picture);
    await settle();
    expect(waiting()).toMatchObject({ state: "uploading", progress: 0.5, content: { kind: "image" } });
    expect(waiting()?.preview).toMatch(/^blob:/);
    finish(stored);
    await settle();
    expect(server.messages[0]?.content).toEqual({ kind: "image", attachment: stored, text: null });
    expect(messenger.uploads.previewOf(server.messages[0]?.client_id ?? null)).toMatch(/^blob:/);
  });

  it("that failed is uploaded again on request, then sent once", async () => {
    upload.mockRejectedValueOnce(new Problem("unsupported_media_type", 415)).mockResolvedValueOnce(stored);
    messenger.outbox.addFile(picture);
    await settle();
    expect(waiting()).toMatchObject({ state: "failed", problem: "unsupported_media_type" });
    messenger.outbox.retry(waiting()?.client_id ?? "");
    await settle();
    expect(upload).toHaveBeenCalledTimes(2);
    expect(server.messages).toHaveLength(1);
  });

  it("that was taken back stops uploading and is never sent", async () => {
    upload.mockImplementation(
      (_token, _file, _onProgress, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(Problem.network()));
        }),
    );
    messenger.outbox.addFile(picture);
    await settle();
    messenger.outbox.discard(waiting()?.client_id ?? "");
    await settle();
    expect(waiting()).toBeUndefined();
    expect(server.messages).toEqual([]);
  });

  it("that no browser draws safely goes as a file", async () => {
    upload.mockResolvedValue({ ...stored, name: "a.svg", media_type: "image/svg+xml" });
    messenger.outbox.addFile(new File(["<svg/>"], "a.svg", { type: "image/svg+xml" }));
    await settle();
    expect(server.messages[0]?.content.kind).toBe("file");
  });

  it("still uploading does not survive a page change, where it could not go on", async () => {
    upload.mockReturnValue(new Promise(() => undefined));
    messenger.outbox.addFile(picture);
    await settle();
    expect(tabStore("wk_1").get("outbox")).toEqual([]);
  });
});
