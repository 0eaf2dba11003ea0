/**
 * On phones the panel fills what is really visible: the part above the keyboard. Browsers report that only
 * through `visualViewport`; on larger screens nothing is done.
 */
import { useLayoutEffect } from "preact/hooks";

/** The same condition as in `theme/conditions.css`. */
const PHONE = "(max-width: 480px), (max-height: 480px)";

export function usePhoneFrame(panel: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const phone = window.matchMedia?.(PHONE);
    const view = window.visualViewport;
    if (!phone || !view) return;
    const root = document.documentElement;
    const overflow = root.style.overflow;
    const apply = () => {
      const style = panel.current?.style;
      // The page behind must not scroll under the finger.
      root.style.overflow = phone.matches ? "hidden" : overflow;
      style?.setProperty("top", phone.matches ? `${view.offsetTop}px` : "");
      style?.setProperty("height", phone.matches ? `${view.height}px` : "");
    };
    apply();
    phone.addEventListener("change", apply);
    view.addEventListener("resize", apply);
    view.addEventListener("scroll", apply);
    return () => {
      phone.removeEventListener("change", apply);
      view.removeEventListener("resize", apply);
      view.removeEventListener("scroll", apply);
      root.style.overflow = overflow;
    };
  }, [panel]);
}
