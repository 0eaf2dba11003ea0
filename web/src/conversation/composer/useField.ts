/** The text field of the composer as a thing of the browser: its caret and its height. */
import { type RefObject, useLayoutEffect, useRef } from "react";
import { replaceRange } from "./slash";

/** Puts text at the caret and the caret behind it, once React has drawn the text. */
export function useInsertion(
  field: RefObject<HTMLTextAreaElement | null>,
  setText: (text: string) => void,
  setCaret: (caret: number) => void,
  text: string,
  caret: number,
) {
  const pending = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (pending.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(pending.current, pending.current);
    pending.current = null;
  });
  const put = (next: { text: string; caret: number }) => {
    pending.current = next.caret;
    setText(next.text);
    setCaret(next.caret);
  };
  const at = Math.min(caret || text.length, text.length);
  const insert = (insertion: string) => put(replaceRange(text, { from: at, to: at }, insertion));
  return { put, insert };
}

const tallest = 240;

export function useAutoHeight(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, tallest)}px`;
  }, [field, text]);
}
