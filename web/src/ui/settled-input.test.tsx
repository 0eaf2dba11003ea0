import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useSettledInput } from "./settled-input";

function Search({ value, onSettled }: { value: string; onSettled: (value: string) => void }) {
  return <input aria-label="search" {...useSettledInput(value, onSettled)} />;
}

const field = () => screen.getByLabelText<HTMLInputElement>("search");
const rest = () => act(() => vi.advanceTimersByTime(300));

describe("useSettledInput", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it("hands on what was typed once typing rests", () => {
    const onSettled = vi.fn();
    render(<Search value="" onSettled={onSettled} />);
    fireEvent.change(field(), { target: { value: "re" } });
    fireEvent.change(field(), { target: { value: "return " } });
    expect(onSettled).not.toHaveBeenCalled();
    rest();
    expect(onSettled.mock.calls).toEqual([["return"]]);
  });

  it("waits while an input method is composing", () => {
    const onSettled = vi.fn();
    render(<Search value="" onSettled={onSettled} />);
    fireEvent.compositionStart(field());
    fireEvent.change(field(), { target: { value: "tui" } });
    rest();
    expect(onSettled).not.toHaveBeenCalled();
    fireEvent.change(field(), { target: { value: "退" } });
    fireEvent.compositionEnd(field());
    rest();
    expect(onSettled.mock.calls).toEqual([["退"]]);
  });

  it("follows a value that changes by other means and keeps what is being typed otherwise", () => {
    const onSettled = vi.fn();
    const { rerender } = render(<Search value="a" onSettled={onSettled} />);
    fireEvent.change(field(), { target: { value: "ab " } });
    rest();
    rerender(<Search value="ab" onSettled={onSettled} />);
    expect(field().value).toBe("ab ");
    rerender(<Search value="" onSettled={onSettled} />);
    expect(field().value).toBe("");
  });
});
