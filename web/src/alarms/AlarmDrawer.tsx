/** All alarms that are on: what each means, what to do, and who sees to it. */
import { Drawer, Skeleton } from "antd";
import { ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { AlarmCard } from "./AlarmCard";
import styles from "./AlarmDrawer.module.css";
import { useAlarms } from "./useAlarms";

export function AlarmDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation("alarms");
  return (
    <Drawer title={t("title")} open={open} onClose={onClose} size="min(440px, 100vw)">
      <Alarms onFollow={onClose} />
    </Drawer>
  );
}

function Alarms({ onFollow }: { onFollow: () => void }) {
  const { t } = useTranslation("alarms");
  const { data, error } = useAlarms();
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton active />;
  if (data.items.length === 0) {
    return (
      <EmptyState
        icon={<ShieldCheck size={28} strokeWidth={1.5} />}
        title={t("none.title")}
        text={t("none.text")}
      />
    );
  }
  return (
    <ul className={styles.alarms}>
      {data.items.map((alarm) => (
        <li key={alarm.id}>
          <AlarmCard alarm={alarm} onFollow={onFollow} />
        </li>
      ))}
    </ul>
  );
}
