/** Reminds someone who takes conversations that, being away or offline, they get none. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useOwnState, usePresenceUpdate } from "@/app/presence";
import styles from "./OfflineHint.module.css";

export function OfflineHint() {
  const { t } = useTranslation("inbox");
  const { presence } = useOwnState();
  const update = usePresenceUpdate();
  if (presence === "online") return null;
  return (
    <div className={styles.hint}>
      <span>{t(`presence.${presence}`)}</span>
      <Button size="small" loading={update.isPending} onClick={() => update.mutate("online")}>
        {t("presence.goOnline")}
      </Button>
    </div>
  );
}
