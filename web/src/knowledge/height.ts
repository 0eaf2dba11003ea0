/** The height an element is given by its surroundings, for content that has to know it in numbers. */
import { useCallback, useRef, useState } from "react";

export function useHeight(): [(element: HTMLElement | null) => void, number] {
  const [height, setHeight] = useState(0);
  const observer = useRef<ResizeObserver | null>(null);
  const measure = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (!element) return;
    setHeight(element.clientHeight);
    observer.current = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.current.observe(element);
  }, []);
  return [measure, height];
}
