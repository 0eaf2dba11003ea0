/** Something that happened in a conversation, as a quiet line. */
import { ArrowRightLeft, CircleCheck, Hand, Star, ThumbsDown, ThumbsUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MessageContent, MessageOut } from "@/api/types";
import { clock } from "@/ui/time";
import styles from "./quiet.module.css";

const icon = { size: 13, strokeWidth: 1.75, "aria-hidden": true } as const;

function iconOf(content: MessageContent): ReactNode {
  if (content.kind === "feedback") {
    return content.helpful ? <ThumbsUp {...icon} /> : <ThumbsDown {...icon} />;
  }
  if (content.kind === "action") return <Hand {...icon} />;
  if (content.kind === "rating_request") return <Star {...icon} />;
  if (content.kind !== "notice") return null;
  if (content.code === "rating") return <Star {...icon} />;
  if (content.code.startsWith("resolved")) return <CircleCheck {...icon} />;
  return <ArrowRightLeft {...icon} />;
}

function useEventText() {
  const { t } = useTranslation("conversation");
  return (content: MessageContent): string => {
    switch (content.kind) {
      case "feedback":
        return content.helpful ? t("event.helpful") : t("event.notHelpful");
      case "action":
        return t("event.askedForHuman");
      case "rating_request":
        return t("event.ratingRequest");
      case "notice": {
        const { name = "", score = "" } = content.params;
        return t(`event.${content.code}`, { name, score });
      }
      default:
        return "";
    }
  };
}

export function EventRow({ message }: { message: MessageOut }) {
  const { i18n } = useTranslation();
  const text = useEventText();
  return (
    <div className={styles.event}>
      {iconOf(message.content)}
      <span>{text(message.content)}</span>
      <span className="numeric">{clock(message.created_at, i18n.language)}</span>
    </div>
  );
}
