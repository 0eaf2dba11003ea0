/** The frame around every page of someone who is logged in: rail, connection, keyboard, palette. */
import { Suspense, useState } from "react";
import { Outlet } from "react-router";
import { AlarmBar } from "@/alarms/AlarmBar";
import { AlarmDrawer } from "@/alarms/AlarmDrawer";
import { useAssignmentAlerts } from "@/alerts/useAssignmentAlerts";
import { KeyboardProvider } from "@/keyboard/KeyboardProvider";
import { RealtimeProvider, useTopic } from "@/realtime/RealtimeProvider";
import { useCan } from "@/session/session";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { ConnectionBanner } from "./ConnectionBanner";
import styles from "./Frame.module.css";
import { GlobalCommands } from "./GlobalCommands";
import { Rail } from "./Rail";
import { useSessionWatch } from "./useSessionWatch";

export function Component() {
  return (
    <KeyboardProvider>
      <RealtimeProvider>
        <Frame />
      </RealtimeProvider>
    </KeyboardProvider>
  );
}

function Frame() {
  const can = useCan();
  const [alarms, setAlarms] = useState(false);
  useSessionWatch();
  useTopic({ topic: "agents" });
  useTopic(can("conversation.read") ? { topic: "counts" } : null);
  useAssignmentAlerts();
  return (
    <div className={styles.frame}>
      <Rail onAlarms={() => setAlarms(true)} />
      <div className={styles.page}>
        <ConnectionBanner />
        <AlarmBar onOpen={() => setAlarms(true)} />
        <div className={styles.outlet}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </div>
      </div>
      <GlobalCommands />
      <AlarmDrawer open={alarms} onClose={() => setAlarms(false)} />
    </div>
  );
}
