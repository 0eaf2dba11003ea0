/** How much of an agent's capacity is taken: as a bar and as numbers. */
import { useTranslation } from "react-i18next";
import styles from "./LoadBar.module.css";

export function LoadBar({ active, capacity }: { active: number; capacity: number }) {
  const { t } = useTranslation("team");
  const share = capacity > 0 ? Math.min(active / capacity, 1) : 1;
  return (
    <span className={styles.load} title={t("load", { active, capacity })}>
      <span className={styles.bar} data-full={active >= capacity} aria-hidden="true">
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className="numeric">
        {active}/{capacity}
      </span>
    </span>
  );
}
