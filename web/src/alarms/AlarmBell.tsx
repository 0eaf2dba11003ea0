/** The bell in the rail: how many alarms want somebody, and how bad the worst is. */
import { Tooltip } from "antd";
import { Bell, BellRing } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./AlarmBell.module.css";
import { useWaitingAlarms } from "./useAlarms";

export function AlarmBell({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation("alarms");
  const waiting = useWaitingAlarms();
  const [worst] = waiting;
  const label = worst ? t("bell", { count: waiting.length }) : t("bellQuiet");
  const Icon = worst ? BellRing : Bell;
  return (
    <Tooltip placement="right" title={label}>
      <button type="button" className={styles.bell} aria-label={label} onClick={onOpen}>
        <Icon size={20} strokeWidth={1.75} />
        {worst && (
          <span
            className={`${styles.count} numeric`}
            data-severity={worst.severity}
            aria-hidden="true"
          >
            {waiting.length > 9 ? "9+" : waiting.length}
          </span>
        )}
      </button>
    </Tooltip>
  );
}
