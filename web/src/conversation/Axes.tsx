/** The three axes of a conversation in words: status, who handles it, whose turn it is. */
import { Bot, CircleCheck, Hourglass, Moon, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ConversationOut } from "@/api/types";
import { WaitClock } from "@/inbox/WaitClock";
import { useSession } from "@/session/session";
import { RelativeTime } from "@/ui/RelativeTime";
import { appointment } from "@/ui/time";
import styles from "./Axes.module.css";

const icon = { size: 13, strokeWidth: 1.75, "aria-hidden": true } as const;

export function Axes({ conversation }: { conversation: ConversationOut }) {
  return (
    <div className={styles.axes}>
      <Turn conversation={conversation} />
      <Handler conversation={conversation} />
      <Status conversation={conversation} />
      <span className={styles.channel}>{conversation.channel.name}</span>
    </div>
  );
}

function Status({ conversation }: { conversation: ConversationOut }) {
  const { t, i18n } = useTranslation("conversation");
  const { status, snoozed_until, resolved_at } = conversation;
  if (status === "snoozed") {
    return (
      <span className={styles.chip} data-tone="information">
        <Moon {...icon} />
        {snoozed_until === null
          ? t("status.snoozed")
          : t("status.snoozedUntil", { time: appointment(snoozed_until, i18n.language) })}
      </span>
    );
  }
  if (status === "resolved") {
    return (
      <span className={styles.chip} data-tone="good">
        <CircleCheck {...icon} />
        {t("status.resolved")}
        {resolved_at !== null && <RelativeTime at={resolved_at} />}
      </span>
    );
  }
  return <span className={styles.plain}>{t("status.open")}</span>;
}

function Handler({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation("conversation");
  const { member } = useSession();
  const { handler, member: holder, status } = conversation;
  if (status === "resolved") {
    return (
      holder && <span className={styles.plain}>{t("handler.was", { name: holder.name })}</span>
    );
  }
  if (handler === "bot") {
    return (
      <span className={styles.plain}>
        <Bot {...icon} />
        {t("handler.bot")}
      </span>
    );
  }
  if (handler === "queue" || !holder) {
    return (
      <span className={styles.chip} data-tone="attention">
        <Hourglass {...icon} />
        {t("handler.queue")}
      </span>
    );
  }
  return (
    <span className={styles.plain}>
      <UserRound {...icon} />
      {holder.id === member.id ? t("handler.me") : t("handler.agent", { name: holder.name })}
    </span>
  );
}

function Turn({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation("conversation");
  if (conversation.status !== "open") return null;
  if (conversation.waiting_since !== null) return <WaitClock since={conversation.waiting_since} />;
  return <span className={styles.plain}>{t(`turn.${conversation.turn}`)}</span>;
}
