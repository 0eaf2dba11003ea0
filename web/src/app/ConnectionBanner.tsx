/** Says that the connection is gone, once it has been gone for a moment, and that nothing is lost. */
import { Button } from "antd";
import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useConnectionState, useRealtime } from "@/realtime/RealtimeProvider";
import styles from "./ConnectionBanner.module.css";

const patience = 2000;

export function ConnectionBanner() {
  const { t } = useTranslation("shell");
  const realtime = useRealtime();
  const state = useConnectionState();
  const [noticed, setNoticed] = useState(false);
  const connected = state === "online";

  useEffect(() => {
    if (connected) {
      setNoticed(false);
      return;
    }
    const timer = setTimeout(() => setNoticed(true), patience);
    return () => clearTimeout(timer);
  }, [connected]);

  if (connected || !noticed) return null;
  return (
    <div className={styles.banner} role="status">
      <CloudOff size={16} strokeWidth={1.75} />
      <span>{t("connection.lost")}</span>
      <Button size="small" type="link" onClick={() => realtime.retryNow()}>
        {t("connection.retry")}
      </Button>
    </div>
  );
}
