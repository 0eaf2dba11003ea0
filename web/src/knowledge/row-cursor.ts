/**
 * The keyboard's place in a list: j and k move it, Enter opens. It remembers the row by id, so that the place is kept when
 * rows arrive or leave. Which keys reach it is the keyboard's business.
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Command } from "@/keyboard/commands";
import { useCommands } from "@/keyboard/KeyboardProvider";

interface Options {
  ids: readonly string[];
  /** False while something lies over the list. */
  enabled: boolean;
  onOpen: (id: string) => void;
  /** Called with the row that the cursor has moved to, to bring it into view. */
  onMove: (id: string) => void;
  onSelect?: ((id: string) => void) | undefined;
}

/** Where the cursor goes; stops at the ends, starts at the first row. */
export function moveCursor(ids: readonly string[], current: string | null, step: 1 | -1) {
  const at = current === null ? -1 : ids.indexOf(current);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}

export function useRowCursor({ ids, enabled, onOpen, onMove, onSelect }: Options): string | null {
  const { t } = useTranslation("knowledge");
  const [cursor, setCursor] = useState<string | null>(null);
  const here = cursor !== null && ids.includes(cursor) ? cursor : null;
  const move = (step: 1 | -1) => () => {
    const next = moveCursor(ids, here, step);
    setCursor(next);
    if (next !== null) onMove(next);
  };
  const list = { group: "list", keyboardOnly: true } as const;
  const moves: Command[] = [
    { ...list, id: "knowledge.next", label: t("keys.next"), keys: "j", run: move(1) },
    { ...list, id: "knowledge.previous", label: t("keys.previous"), keys: "k", run: move(-1) },
  ];
  const onRow: Command[] =
    here === null
      ? []
      : [
          {
            ...list,
            id: "knowledge.open",
            label: t("keys.open"),
            keys: "Enter",
            run: () => onOpen(here),
          },
          ...(onSelect
            ? [
                {
                  ...list,
                  id: "knowledge.select",
                  label: t("keys.select"),
                  keys: "x",
                  run: () => onSelect(here),
                },
              ]
            : []),
        ];
  useCommands(enabled ? [...moves, ...onRow] : []);
  return here;
}
