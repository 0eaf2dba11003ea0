/** Below the messages: the composer for whoever may write, or the way to become so. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ConversationOut } from "@/api/types";
import type { Action } from "./actions/allowed";
import type { Actions } from "./actions/useActions";
import { Composer } from "./composer/Composer";
import type { Mode } from "./composer/drafts";
import styles from "./Footer.module.css";

interface Props {
  conversation: ConversationOut;
  allowed: Set<Action>;
  actions: Actions;
}

export function Footer({ conversation, allowed, actions }: Props) {
  const modes: Mode[] = (["reply", "note"] as const).filter((mode) => allowed.has(mode));
  return (
    <>
      <RatingLine conversation={conversation} />
      {!allowed.has("reply") && (
        <Invitation conversation={conversation} allowed={allowed} actions={actions} />
      )}
      {modes.length > 0 && <Composer conversation={conversation} modes={modes} />}
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
      {rating.comment && <q>{rating.comment}</q>}
    </div>
  );
}

/** Says why one cannot reply, and offers what would change that. */
function Invitation({ conversation, allowed, actions }: Props) {
  const { t } = useTranslation("conversation");
  const { status, handler, member } = conversation;
  if (allowed.has("reopen")) {
    return (
      <div className={styles.invitation}>
        <span>{t("footer.resolved")}</span>
        <Button onClick={actions.reopen} loading={actions.pending}>
          {t("action.reopen")}
        </Button>
      </div>
    );
  }
  if (!allowed.has("claim")) return null;
  const reason =
    handler === "agent" && member
      ? t("footer.agent", { name: member.name })
      : t(`footer.${handler === "queue" ? "queue" : "bot"}`);
  return (
    <div className={styles.invitation} data-status={status}>
      <span>{reason}</span>
      <Button type="primary" onClick={actions.claim} loading={actions.pending}>
        {t("action.claim")}
      </Button>
    </div>
  );
}
