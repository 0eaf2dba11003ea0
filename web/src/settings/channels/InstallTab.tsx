/** The snippet that puts the widget into a page. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { ChannelOut } from "@/api/types";
import { CopyField } from "../CopyField";
import styles from "./Channels.module.css";

export function InstallTab({ channel }: { channel: ChannelOut }) {
  const { t } = useTranslation("settings");
  return (
    <div className={styles.tab}>
      {!channel.enabled && <Alert type="warning" showIcon title={t("channels.installDisabled")} />}
      <p>{t("channels.installHelp")}</p>
      <CopyField value={channel.snippet} label={t("channels.copySnippet")} block />
      <p className={styles.quiet}>{t("channels.localeHint")}</p>
    </div>
  );
}
