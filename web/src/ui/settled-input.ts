/**
 * A search field whose value lives elsewhere (the address bar): keeps what is being typed, hands it on once typing
 * rests, and never while an input method is composing. Follows the outer value when that changes by other means.
 */
import { type ChangeEvent, useEffect, useRef, useState } from "react";

const restMilliseconds = 250;

export function useSettledInput(value: string, onSettled: (value: string) => void) {
  const [text, setText] = useState(value);
  const [composing, setComposing] = useState(false);
  const lastSettled = useRef(value);
  const settle = useRef(onSettled);

  useEffect(() => {
    settle.current = onSettled;
  });

  useEffect(() => {
    if (value === lastSettled.current) return;
    lastSettled.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    if (composing || text.trim() === lastSettled.current) return;
    const timer = setTimeout(() => {
      lastSettled.current = text.trim();
      settle.current(text.trim());
    }, restMilliseconds);
    return () => clearTimeout(timer);
  }, [text, composing]);

  return {
    value: text,
    onChange: (event: ChangeEvent<HTMLInputElement>) => setText(event.target.value),
    onCompositionStart: () => setComposing(true),
    onCompositionEnd: () => setComposing(false),
  };
}
