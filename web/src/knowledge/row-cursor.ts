/**
 * The keyboard's place in a list: j and k move it, Enter opens. It remembers the row by id, so that the place is kept when
 * rows arrive or leave. Keys typed into fields, composed by an input method or held with a modifier are left alone.
 */
import { useCallback, useEffect, useState } from "react";

export interface RowKeys {
  ids: readonly string[];
  enabled: boolean;
  onOpen: (id: string) => void;
  /** Called with the row that the cursor has moved to, to bring it into view. */
  onMove?: (id: string) => void;
  /** Other single keys of the page, by the key's name. */
  actions?: Readonly<Record<string, (id: string | null) => void>>;
}

/** Where the cursor goes; stops at the ends, starts at the first row. */
export function moveCursor(ids: readonly string[], current: string | null, step: 1 | -1) {
  const at = current === null ? -1 : ids.indexOf(current);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}

export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true;
  const target = event.target as HTMLElement | null;
  return target?.closest("input:not([type=checkbox]),textarea,select,[contenteditable=true]") != null;
}

export function useRowCursor({ ids, enabled, onOpen, onMove, actions }: RowKeys) {
  const [cursor, setCursor] = useState<string | null>(null);

  const handle = useCallback(
    (event: KeyboardEvent) => {
      if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.defaultPrevented) return;
      if (event.key === "j" || event.key === "k") {
        const next = moveCursor(ids, cursor, event.key === "j" ? 1 : -1);
        setCursor(next);
        if (next !== null) onMove?.(next);
      } else if (event.key === "Enter" && cursor !== null && !isControl(event.target)) {
        onOpen(cursor);
      } else if (actions?.[event.key]) {
        actions[event.key]?.(cursor);
      } else {
        return;
      }
      event.preventDefault();
    },
    [ids, cursor, onOpen, onMove, actions],
  );

  useEffect(() => {
    if (!enabled) return;
    window.addEventListener("keydown", handle);
    return () => window.removeEventListener("keydown", handle);
  }, [enabled, handle]);

  return { cursor, setCursor };
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("a,button,[role=button],[role=menuitem]") !== null;
}
