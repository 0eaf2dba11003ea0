/** One conversation in a list: 64 px with who, how long they wait, the last line and what is unread. */
import { Bot, CornerUpLeft, Moon, Star, UserRound } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConversationOut } from "@/api/types";
import { Avatar } from "@/ui/Avatar";
import { RelativeTime } from "@/ui/RelativeTime";
import styles from "./ConversationRow.module.css";
import { WaitClock } from "./WaitClock";

interface Props {
  conversation: ConversationOut;
  search: string;
  open: boolean;
  /** Under the keyboard's cursor. */
  current: boolean;
  showHolder: boolean;
}

export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { conversation, search, open, current, showHolder } = props;
  const { customer, unread } = conversation;
  return (
    <Link
      to={{ pathname: `/inbox/${conversation.id}`, search }}
      className={styles.row}
      data-open={open}
      data-current={current}
      data-unread={unread > 0}
      aria-current={open ? "true" : undefined}
    >
      <Avatar name={customer.name} />
      <div className={styles.text}>
        <div className={styles.line}>
          <span className={styles.name} title={customer.name}>
            {customer.name}
          </span>
          {customer.tier && <span className={styles.tier}>{customer.tier}</span>}
          <span className={styles.time}>
            <Moment conversation={conversation} />
          </span>
        </div>
        <div className={styles.line}>
          <Preview conversation={conversation} />
          {showHolder && <Holder conversation={conversation} />}
          <Unread count={unread} />
        </div>
      </div>
    </Link>
  );
});

/** What the reader needs to know about time: how long someone waits, else when it last moved. */
function Moment({ conversation }: { conversation: ConversationOut }) {
  const { status, waiting_since, snoozed_until, rating, preview, opened_at } = conversation;
  if (status === "open" && waiting_since !== null) return <WaitClock since={waiting_since} />;
  return (
    <span className={styles.quiet}>
      {status === "snoozed" && snoozed_until !== null && <Moon size={12} aria-hidden="true" />}
      {rating && (
        <>
          <Star size={12} aria-hidden="true" />
          <span className="numeric">{rating.score}</span>
        </>
      )}
      <RelativeTime at={preview?.at ?? opened_at} />
    </span>
  );
}

function Preview({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation("inbox");
  const { preview, channel } = conversation;
  return (
    <span className={styles.preview} title={channel.name}>
      {preview?.author_kind === "bot" && <Bot size={13} aria-label={t("author.bot")} />}
      {preview?.author_kind === "agent" && (
        <CornerUpLeft size={13} aria-label={t("author.agent")} />
      )}
      <span>{preview?.text ?? t("noMessages")}</span>
    </span>
  );
}

function Holder({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation("inbox");
  const { handler, member, status } = conversation;
  if (status === "resolved" && !member) return null;
  return (
    <span className={styles.holder} data-handler={handler}>
      {handler === "bot" && <Bot size={12} aria-hidden="true" />}
      {handler === "agent" && <UserRound size={12} aria-hidden="true" />}
      <span>{handler === "agent" && member ? member.name : t(`handler.${handler}`)}</span>
    </span>
  );
}

function Unread({ count }: { count: number }) {
  const { t } = useTranslation("inbox");
  if (count === 0) return null;
  return (
    <span className={styles.unread} role="img" aria-label={t("unread", { count })}>
      {count > 99 ? "99+" : count}
    </span>
  );
}
