/** One conversation on screen: header, messages, composer, and the context beside it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { operationQuery } from "@/api/queries";
import type { ConversationOut, Id } from "@/api/types";
import { ContextPanel } from "@/context/ContextPanel";
import { useMedia } from "@/design/appearance";
import { breakpoint } from "@/design/tokens";
import { findInLists } from "@/realtime/patches";
import { useRealtime } from "@/realtime/RealtimeProvider";
import { covers } from "@/session/covers";
import { useSession } from "@/session/session";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { AssignModal } from "./actions/AssignModal";
import { allowedActions } from "./actions/allowed";
import { SnoozeModal } from "./actions/SnoozeModal";
import { TransferModal } from "./actions/TransferModal";
import { useActionCommands } from "./actions/useActionCommands";
import { useActions } from "./actions/useActions";
import { ConversationHeader, type DialogName } from "./ConversationHeader";
import styles from "./ConversationPane.module.css";
import { Footer } from "./Footer";
import { MovedAway } from "./MovedAway";
import { MessageList, MessageListSkeleton } from "./thread/MessageList";
import { threadQuery } from "./thread/queries";
import { useReadMark } from "./useReadMark";

export function ConversationPane({ id }: { id: Id }) {
  const { t } = useTranslation("conversation");
  const navigate = useNavigate();
  const cache = useQueryClient();
  const conversation = useQuery({
    ...operationQuery("conversation_lookup", { path: { id } }),
    // What the list shows of it is enough to begin with.
    placeholderData: () => findInLists(cache, id),
  });
  const session = useSession();
  if (conversation.data) {
    const left =
      conversation.error?.code === "not_found" ||
      !covers("conversation.read", conversation.data, session);
    return left ? (
      <MovedAway conversation={conversation.data} />
    ) : (
      <Loaded conversation={conversation.data} />
    );
  }
  if (conversation.error) {
    return (
      <div className={styles.problem}>
        <ProblemAlert error={conversation.error} onRetry={() => conversation.refetch()} />
        <Button onClick={() => navigate("/inbox")}>{t("back")}</Button>
      </div>
    );
  }
  return (
    <div className={styles.main}>
      <div className={styles.heading}>
        <Skeleton active avatar={{ size: 36 }} title={{ width: 160 }} paragraph={false} />
      </div>
      <MessageListSkeleton />
    </div>
  );
}

function Loaded({ conversation }: { conversation: ConversationOut }) {
  const session = useSession();
  const allowed = allowedActions(conversation, session);
  const actions = useActions(conversation);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const wide = useMedia(`(min-width: ${breakpoint.drawer}px)`);
  const [drawer, setDrawer] = useState(false);
  const close = () => setDialog(null);
  const { t } = useTranslation("conversation");

  useActionCommands({
    allowed,
    actions,
    onDialog: setDialog,
    onContext: wide ? null : () => setDrawer(true),
  });

  return (
    <div className={styles.columns}>
      <section className={styles.main}>
        <ConversationHeader
          conversation={conversation}
          allowed={allowed}
          actions={actions}
          onDialog={setDialog}
          onContext={() => setDrawer(true)}
        />
        <Messages conversation={conversation} />
        <Footer conversation={conversation} allowed={allowed} />
      </section>
      {wide ? (
        <section className={styles.context} aria-label={t("action.context")}>
          <ContextPanel conversation={conversation} />
        </section>
      ) : (
        <Drawer
          open={drawer}
          onClose={() => setDrawer(false)}
          size="min(400px, 100vw)"
          styles={{ body: { padding: 0 } }}
          title={conversation.customer.name}
        >
          <ContextPanel conversation={conversation} />
        </Drawer>
      )}
      {dialog === "assign" && (
        <AssignModal
          actions={actions}
          mine={conversation.member?.id === session.member.id}
          onClose={close}
        />
      )}
      {dialog === "transfer" && (
        <TransferModal conversation={conversation} actions={actions} onClose={close} />
      )}
      {dialog === "snooze" && <SnoozeModal actions={actions} onClose={close} />}
    </div>
  );
}

/** Followed once the first page is there, so that the subscription knows where to go on from. */
function Messages({ conversation }: { conversation: ConversationOut }) {
  const realtime = useRealtime();
  const { id } = conversation;
  const thread = useQuery(threadQuery(id));
  const loaded = thread.data !== undefined;

  useEffect(() => (loaded ? realtime.followConversation(id) : undefined), [realtime, id, loaded]);
  useReadMark(conversation, thread.data);

  if (thread.data) return <MessageList conversation={conversation} thread={thread.data} />;
  if (thread.error) {
    return (
      <div className={styles.problem}>
        <ProblemAlert error={thread.error} onRetry={() => thread.refetch()} />
      </div>
    );
  }
  return <MessageListSkeleton />;
}
