/**
 * Reads keys: which combination was pressed, whether it is meant for a text field, and which
 * sequence (`g i`) it completes. Pure apart from looking at the event it is given.
 */

const sequencePause = 1200;

/** `j`, `?`, `Enter`, `mod+k`; `mod` is ⌘ on a Mac and Ctrl elsewhere. Null for bare modifiers. */
export function combination(event: KeyboardEvent): string | null {
  if (["Shift", "Control", "Alt", "Meta", "Process", "Dead"].includes(event.key)) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const modifiers = [
    event.metaKey || event.ctrlKey ? "mod" : "",
    event.altKey ? "alt" : "",
    event.shiftKey && key.length > 1 ? "shift" : "",
  ].filter(Boolean);
  return [...modifiers, key].join("+");
}

/** An input method is at work: the key belongs to the text being composed. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229 || event.key === "Process";
}

/** The key goes to something that wants it: a text field, an open list, a dialog. */
export function isForSomethingElse(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (event.key === "Enter" && target.closest("a, button, [role=button]")) return true;
  return (
    target.closest(
      "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=dialog], [role=menu], [role=listbox], [role=combobox]",
    ) !== null
  );
}

export function needsModifier(keys: string): boolean {
  return keys.includes("mod+");
}

/** Follows key presses and says which of the known sequences has just been completed. */
export class Sequences {
  private pressed: string[] = [];
  private last = 0;

  next(key: string, at: number, known: readonly string[]): string | null {
    if (at - this.last > sequencePause) this.pressed = [];
    this.last = at;
    this.pressed.push(key);
    while (this.pressed.length > 0) {
      const typed = this.pressed.join(" ");
      if (known.includes(typed)) {
        this.pressed = [];
        return typed;
      }
      if (known.some((sequence) => sequence.startsWith(`${typed} `))) return null;
      this.pressed.shift();
    }
    return null;
  }
}

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

const names: Record<string, string> = {
  mod: mac ? "⌘" : "Ctrl",
  shift: mac ? "⇧" : "Shift",
  alt: mac ? "⌥" : "Alt",
  Enter: "↵",
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** The caps to print for a sequence: `g i` → `["G", "I"]`. */
export function caps(keys: string): string[] {
  return keys
    .split(" ")
    .flatMap((press) => press.split(/\+(?!$)/))
    .map((key) => names[key] ?? key.toUpperCase());
}
