/** Keeps the Tab key inside the open panel, or inside what is laid over it. */
const FOCUSABLE = "a[href],button:not(:disabled),textarea,input:not(:disabled),[tabindex='0']";

export function keepFocusInside(panel: HTMLElement | null, event: KeyboardEvent): void {
  if (!panel) return;
  const area = panel.querySelector<HTMLElement>("[aria-modal=true]") ?? panel;
  const stops = [...area.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((one) => one.tabIndex >= 0);
  const first = stops[0];
  const last = stops[stops.length - 1];
  const focused = (panel.getRootNode() as ShadowRoot | Document).activeElement;
  const outside = !focused || focused === panel || !area.contains(focused);
  if (event.shiftKey && (focused === first || outside)) last?.focus();
  else if (!event.shiftKey && (focused === last || (outside && focused !== panel))) first?.focus();
  else return;
  event.preventDefault();
}
