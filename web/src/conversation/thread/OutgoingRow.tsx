/** A message on its way: shown at once, with what to do when it could not be sent. */
import { Button } from "antd";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import type { Outgoing } from "@/realtime/outbox";
import { useConnectionState, useRealtime } from "@/realtime/RealtimeProvider";
import { useProblemText } from "@/ui/problem-text";
import { Content } from "./Content";
import styles from "./MessageRow.module.css";

export function OutgoingRow({ item, first }: { item: Outgoing; first: boolean }) {
  const { t } = useTranslation("conversation");
  const { t: ui } = useTranslation("ui");
  const { describe } = useProblemText();
  const { outbox } = useRealtime();
  const online = useConnectionState() === "online";
  const failed = item.problem !== null;
  const voice = item.visibility === "internal" ? "note" : "agent";
  return (
    <article
      className={styles.row}
      data-voice={voice}
      data-first={first}
      data-last="true"
      data-waiting={!failed}
    >
      <div className={styles.bubble}>
        <Content content={item.content} />
      </div>
      <div className={styles.state} data-failed={failed} role="status">
        {failed ? (
          <>
            <CircleAlert size={13} strokeWidth={2} aria-hidden="true" />
            {t("sending.failed", {
              reason: describe(new Problem({ code: item.problem ?? "" })).title,
            })}
            <Button type="link" size="small" onClick={() => outbox.retry(item.clientId)}>
              {ui("retry")}
            </Button>
            <Button type="link" size="small" onClick={() => outbox.remove(item.clientId)}>
              {t("sending.discard")}
            </Button>
          </>
        ) : (
          t(online ? "sending.now" : "sending.waiting")
        )}
      </div>
    </article>
  );
}
