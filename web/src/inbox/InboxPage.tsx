/** The workplace: list, conversation, context. One column at a time on a phone. */
import { MessagesSquare } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { ConversationPane } from "@/conversation/ConversationPane";
import { sweepDrafts } from "@/conversation/composer/drafts";
import { useCommands } from "@/keyboard/KeyboardProvider";
import { Keys } from "@/keyboard/Keys";
import { useCan } from "@/session/session";
import { EmptyState } from "@/ui/EmptyState";
import { useDocumentTitle } from "@/ui/Page";
import { FirstSteps, useIsNew } from "./FirstSteps";
import styles from "./InboxPage.module.css";
import { ListPane } from "./ListPane";
import { ListResizer } from "./ListResizer";
import { useNext } from "./useNext";

export function Component() {
  const { t } = useTranslation("inbox");
  const { conversationId } = useParams();
  useDocumentTitle(t("title"));
  useNextCommand();

  useEffect(() => sweepDrafts(Date.now()), []);
  useEffect(() => {
    document.body.toggleAttribute("data-reading", conversationId !== undefined);
    return () => document.body.removeAttribute("data-reading");
  }, [conversationId]);

  return (
    <main className={styles.inbox} data-reading={conversationId !== undefined}>
      <div className={styles.list}>
        <ListPane />
        <ListResizer />
      </div>
      <div className={styles.conversation}>
        {conversationId ? (
          <ConversationPane key={conversationId} id={conversationId} />
        ) : (
          <NothingOpen />
        )}
      </div>
    </main>
  );
}

function useNextCommand(): void {
  const { t } = useTranslation("inbox");
  const can = useCan();
  const next = useNext();
  const command = {
    id: "list.take",
    label: t("next.action"),
    group: "list" as const,
    keys: "g n",
    run: next.take,
  };
  useCommands(can("conversation.reply") ? [command] : []);
}

function NothingOpen() {
  const { t } = useTranslation("inbox");
  const isNew = useIsNew();
  if (isNew) {
    return (
      <div className={styles.nothing}>
        <FirstSteps />
      </div>
    );
  }
  return (
    <div className={styles.nothing}>
      <EmptyState
        icon={<MessagesSquare size={20} strokeWidth={1.75} />}
        title={t("nothingOpen.title")}
        text={t("nothingOpen.text")}
      />
      <dl className={styles.keys}>
        {(["j", "k", "Enter", "g n", "mod+k", "?"] as const).map((keys) => (
          <div key={keys}>
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{t(`nothingOpen.${keyNames[keys]}`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const keyNames = {
  j: "next",
  k: "previous",
  Enter: "open",
  "g n": "take",
  "mod+k": "palette",
  "?": "keys",
} as const;
