/** A critical alarm that nobody sees to yet stands above every page. */
import { Button } from "antd";
import { OctagonAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./AlarmBar.module.css";
import { kindKey } from "./reading";
import { useWaitingAlarms } from "./useAlarms";

export function AlarmBar({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation("alarms");
  const critical = useWaitingAlarms().filter((alarm) => alarm.severity === "critical");
  const [worst] = critical;
  if (!worst) return null;
  return (
    <div className={styles.bar} role="alert">
      <OctagonAlert size={16} strokeWidth={1.75} />
      <span>
        {t(`kind.${kindKey(worst.kind)}.title`)}
        {critical.length > 1 && ` ${t("andMore", { count: critical.length - 1 })}`}
      </span>
      <Button size="small" type="link" onClick={onOpen}>
        {t("look")}
      </Button>
    </div>
  );
}
