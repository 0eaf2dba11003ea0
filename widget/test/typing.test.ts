import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TypingMonitor, TypingSignal } from "../src/typing";
import { last } from "./fixtures";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("typing", () => {
  it("is said at most every three seconds, and taken back after a pause", () => {
    const said: boolean[] = [];
    const signal = new TypingSignal((on) => said.push(on));
    for (let key = 0; key < 40; key += 1) {
      signal.input();
      vi.advanceTimersByTime(100);
    }
    expect(said).toEqual([true, true]);
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual([true, true, false]);
  });

  it("is taken back once, when the message is sent", () => {
    const said: boolean[] = [];
    const signal = new TypingSignal((on) => said.push(on));
    signal.input();
    signal.stop();
    signal.stop();
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual([true, false]);
  });

  it("of the other side is over after six seconds without news", () => {
    const shown: (string | null)[] = [];
    const monitor = new TypingMonitor<string>((who) => shown.push(who));
    monitor.heard("李想", true);
    vi.advanceTimersByTime(5_000);
    monitor.heard("李想", true);
    vi.advanceTimersByTime(5_000);
    expect(last(shown)).toBe("李想");
    vi.advanceTimersByTime(1_001);
    expect(last(shown)).toBeNull();
  });
});
