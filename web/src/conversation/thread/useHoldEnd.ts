/**
 * Keeps the end of a scrolled area in sight when the area itself changes height: the composer
 * grows, a banner comes, the phone's keyboard opens.
 */
import { type RefObject, useEffect } from "react";

const nearEnd = 48;

export function useHoldEnd(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let atEnd = true;
    const note = () => {
      atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    };
    const observer = new ResizeObserver(() => {
      if (atEnd) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener("scroll", note, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", note);
      observer.disconnect();
    };
  }, [scroller]);
}
