/** The edge of the list that can be dragged, or moved with the arrow keys; remembered here. */
import { type KeyboardEvent, type PointerEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { size } from "@/design/tokens";
import styles from "./ListResizer.module.css";

const storageKey = "yingda.list_width";
const narrowest = 240;
const widest = 420;

function clamp(width: number): number {
  return Math.min(Math.max(Math.round(width), narrowest), widest);
}

export function ListResizer() {
  const { t } = useTranslation("inbox");
  const [width, setWidth] = useState(() => Number(localStorage.getItem(storageKey)) || size.list);

  useEffect(() => {
    document.documentElement.style.setProperty("--list-chosen-width", `${width}px`);
    localStorage.setItem(storageKey, String(width));
  }, [width]);

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const left = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0;
    setWidth(clamp(event.clientX - left));
  };

  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") setWidth((now) => clamp(now - 20));
    else if (event.key === "ArrowRight") setWidth((now) => clamp(now + 20));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged or focused
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t("resize")}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={width}
      tabIndex={0}
      className={styles.resizer}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => setWidth(size.list)}
      onKeyDown={press}
    />
  );
}
