/** Asks how I want to be told about newly assigned conversations. */
import { Alert, Modal, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./AlertSettings.module.css";
import { setAlertChoices, useAlertChoices } from "./alert-choices";
import { chime } from "./chime";

export function AlertSettings({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const choices = useAlertChoices();
  const [refused, setRefused] = useState(false);

  const sound = (on: boolean) => {
    setAlertChoices({ sound: on });
    if (on) chime();
  };

  const desktop = async (on: boolean) => {
    const granted = on && (await Notification.requestPermission()) === "granted";
    setAlertChoices({ desktop: granted });
    setRefused(on && !granted);
  };

  return (
    <Modal open title={t("user.alerts")} width={420} footer={null} onCancel={onClose}>
      <p className={styles.intro}>{t("alerts.intro")}</p>
      <label className={styles.choice}>
        <span>{t("alerts.sound")}</span>
        <Switch checked={choices.sound} onChange={sound} />
      </label>
      {"Notification" in window && (
        <label className={styles.choice}>
          <span>{t("alerts.desktop")}</span>
          <Switch checked={choices.desktop} onChange={desktop} />
        </label>
      )}
      {refused && <Alert type="warning" showIcon title={t("alerts.refused")} />}
    </Modal>
  );
}
