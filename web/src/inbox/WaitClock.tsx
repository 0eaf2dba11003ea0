/** How long the customer has been waiting, live: a word and a shape say how urgent, not colour alone. */
import { AlertTriangle, Clock3, Hourglass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/ui/now";
import { absolute, duration } from "@/ui/time";
import styles from "./WaitClock.module.css";
import { urgency } from "./waits";

const icons = { calm: Clock3, attention: Hourglass, danger: AlertTriangle };

export function WaitClock({ since }: { since: number }) {
  const { t, i18n } = useTranslation("inbox");
  const { t: ui } = useTranslation("ui");
  const waited = useNow() - since;
  const level = urgency(waited);
  const Icon = icons[level];
  return (
    <span
      className={styles.clock}
      data-level={level}
      title={t("wait.since", { time: absolute(since, i18n.language) })}
    >
      <Icon size={12} strokeWidth={2} aria-hidden="true" />
      <span className="numeric">{t(`wait.${level}`, { duration: duration(waited, ui) })}</span>
    </span>
  );
}
