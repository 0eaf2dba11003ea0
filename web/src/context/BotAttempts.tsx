/** What the bot tried in this conversation, step by step, with its reasons. */
import { useQuery } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Evidence, Id, MessageOut } from "@/api/types";
import { EvidenceView } from "@/conversation/evidence/EvidenceView";
import { threadQuery } from "@/conversation/thread/queries";
import { EmptyState } from "@/ui/EmptyState";
import { RelativeTime } from "@/ui/RelativeTime";
import styles from "./ContextPanel.module.css";

type Attempt = MessageOut & { evidence: Evidence };

export function BotAttempts({ conversationId }: { conversationId: Id }) {
  const { t } = useTranslation("context");
  const { data: thread } = useQuery(threadQuery(conversationId));
  const attempts = (thread?.items ?? []).filter(
    (message): message is Attempt => message.evidence !== null,
  );
  if (attempts.length === 0) {
    return (
      <EmptyState
        icon={<Bot size={20} strokeWidth={1.75} />}
        title={t("bot.empty")}
        text={thread?.more ? t("bot.emptyEarlier") : t("bot.emptyText")}
      />
    );
  }
  return (
    <div className={styles.body}>
      {attempts.toReversed().map((attempt) => (
        <article key={attempt.id} className={styles.card}>
          <div className={styles.meta}>
            <RelativeTime at={attempt.created_at} />
          </div>
          <EvidenceView evidence={attempt.evidence} />
        </article>
      ))}
    </div>
  );
}
