import { describe, expect, it, vi } from "vitest";
import { Emitter } from "../src/emitter";
import type { Messenger } from "../src/messenger";
import { createApi, queuedIdentity } from "../src/public-api";

function fakeMessenger() {
  const events = new Emitter();
  return { events, open: vi.fn(), close: vi.fn(), identify: vi.fn(), logout: vi.fn() };
}

describe("window.Yingda", () => {
  it("does what the page asked for before it was there, and takes the same calls afterwards", () => {
    const messenger = fakeMessenger();
    const listener = vi.fn();
    const api = createApi(messenger as unknown as Messenger, [
      ["open"],
      ["on", "unread", listener],
      ["nonsense"],
      7,
    ]);
    expect(messenger.open).toHaveBeenCalledOnce();
    messenger.events.emit("unread", 3);
    expect(listener).toHaveBeenCalledWith(3);
    api.push(["close"], ["identify", "jwt"]);
    expect(messenger.close).toHaveBeenCalledOnce();
    expect(messenger.identify).toHaveBeenCalledWith("jwt");
  });

  it("gives the waiting identity to the first session, unless a logout follows it", () => {
    expect(queuedIdentity([["identify", "a"], ["identify", "b"], ["open"]])).toBe("b");
    expect(queuedIdentity([["identify", "a"], ["logout"]])).toBeNull();
    expect(queuedIdentity(undefined)).toBeNull();
  });

  it("stops telling a listener that has left, and survives one that throws", () => {
    vi.useFakeTimers();
    const messenger = fakeMessenger();
    const api = createApi(messenger as unknown as Messenger, undefined);
    const listener = vi.fn();
    api.on("open", () => {
      throw new Error("the page's own trouble");
    });
    const stop = api.on("open", listener);
    messenger.events.emit("open", undefined);
    stop();
    messenger.events.emit("open", undefined);
    expect(listener).toHaveBeenCalledOnce();
    vi.clearAllTimers();
    vi.useRealTimers();
  });
});
