/** The keyboard's place in a list: j and k move it, Enter opens what it stands on. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ConversationOut, Id } from "@/api/types";
import { useCommands } from "@/keyboard/KeyboardProvider";

/**
 * Where the cursor goes. `found` is the row it stands on, −1 when that row has left the list; then
 * `last`, where it stood, counts: the next row has moved up into that place.
 */
export function moved(found: number, last: number, step: 1 | -1, length: number): number {
  const next = found >= 0 ? found + step : step > 0 ? Math.max(last, 0) : last - 1;
  return Math.min(Math.max(next, 0), length - 1);
}

export function useListCursor(rows: ConversationOut[], openId: Id | null, search: string) {
  const { t } = useTranslation("inbox");
  const navigate = useNavigate();
  const [cursor, setCursor] = useState<Id | null>(openId);
  const reveal = useRef<((index: number) => void) | null>(null);
  const lastAt = useRef(-1);

  useEffect(() => setCursor(openId), [openId]);

  const found = rows.findIndex((row) => row.id === cursor);
  useEffect(() => {
    if (found >= 0) lastAt.current = found;
  }, [found]);

  const move = (step: 1 | -1) => {
    const next = moved(found, lastAt.current, step, rows.length);
    setCursor(rows[next]?.id ?? null);
    if (next >= 0) reveal.current?.(next);
  };

  const open = () => {
    const row = rows[found];
    if (row) navigate({ pathname: `/inbox/${row.id}`, search });
  };

  useCommands([
    {
      id: "list.next",
      label: t("command.next"),
      group: "list",
      keys: "j",
      keyboardOnly: true,
      run: () => move(1),
    },
    {
      id: "list.previous",
      label: t("command.previous"),
      group: "list",
      keys: "k",
      keyboardOnly: true,
      run: () => move(-1),
    },
    {
      id: "list.open",
      label: t("command.open"),
      group: "list",
      keys: "Enter",
      keyboardOnly: true,
      run: open,
    },
  ]);

  return { cursor, reveal };
}
