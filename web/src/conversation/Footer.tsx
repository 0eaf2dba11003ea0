/** Below the messages: the composer for whoever may write, or the way to become so. */
import { Button } from "antd";
import { Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationOut } from "@/api/types";
import { useCommands } from "@/keyboard/KeyboardProvider";
import type { Action } from "./actions/allowed";
import { Composer } from "./composer/Composer";
import { readDraft } from "./composer/drafts";
import styles from "./Footer.module.css";

interface Props {
  conversation: ConversationOut;
  allowed: Set<Action>;
}

export function Footer({ conversation, allowed }: Props) {
  const [noting, setNoting] = useState(() => readDraft(conversation.id, "note") !== "");
  const replies = allowed.has("reply");
  const notes = allowed.has("note");
  return (
    <>
      <RatingLine conversation={conversation} />
      {replies && (
        <Composer conversation={conversation} modes={notes ? ["reply", "note"] : ["reply"]} />
      )}
      {!replies && notes && noting && (
        <Composer conversation={conversation} modes={["note"]} onClose={() => setNoting(false)} />
      )}
      {!replies && !noting && (
        <Invitation conversation={conversation} allowed={allowed} onNote={() => setNoting(true)} />
      )}
    </>
  );
}

function RatingLine({ conversation: { rating } }: Pick<Props, "conversation">) {
  const { t } = useTranslation("conversation");
  if (!rating) return null;
  return (
    <div className={styles.rating}>
      <span className={styles.stars} aria-hidden="true">
        {"★".repeat(rating.score)}
        {"☆".repeat(5 - rating.score)}
      </span>
      <span>{t("rating.score", { score: rating.score })}</span>
      {rating.comment && <q title={rating.comment}>{rating.comment}</q>}
    </div>
  );
}

function useReason(conversation: ConversationOut): string {
  const { t } = useTranslation("conversation");
  const { status, handler, member } = conversation;
  if (status === "resolved") return t("footer.resolved");
  if (handler === "agent" && member) return t("footer.agent", { name: member.name });
  return t(handler === "queue" ? "footer.queue" : "footer.bot");
}

/** Says why one cannot reply; a note to colleagues is always possible. */
function Invitation({ conversation, allowed, onNote }: Props & { onNote: () => void }) {
  const { t } = useTranslation("conversation");
  const reason = useReason(conversation);
  const notes = allowed.has("note");
  useCommands(
    notes
      ? [
          {
            id: "compose.note",
            label: t("composer.note"),
            group: "conversation",
            keys: "n",
            run: onNote,
          },
        ]
      : [],
  );
  return (
    <div className={styles.invitation}>
      <span>{reason}</span>
      {notes && (
        <Button type="text" icon={<Lock size={14} strokeWidth={2} />} onClick={onNote}>
          {t("composer.addNote")}
        </Button>
      )}
    </div>
  );
}
