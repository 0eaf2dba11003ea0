/** One message as said: the customer on the left, us on the right, the bot quiet, notes apart. */
import { Bot, CheckCheck, Lock } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationOut, MessageOut } from "@/api/types";
import { absolute, clock } from "@/ui/time";
import { Content } from "./Content";
import { EvidenceDisclosure } from "./EvidenceDisclosure";
import styles from "./MessageRow.module.css";

interface Props {
  message: MessageOut;
  first: boolean;
  last: boolean;
  /** The last of our messages the customer has read; what stands before it has been read too. */
  lastRead: boolean;
  conversation: ConversationOut;
}

export type Voice = "customer" | "bot" | "agent" | "note";

export function voiceOf(message: Pick<MessageOut, "author" | "visibility">): Voice {
  if (message.visibility === "internal") return "note";
  if (message.author.kind === "customer") return "customer";
  return message.author.kind === "agent" ? "agent" : "bot";
}

export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, first, last, lastRead, conversation } = props;
  const { i18n } = useTranslation();
  const voice = voiceOf(message);
  return (
    <article className={styles.row} data-voice={voice} data-first={first} data-last={last}>
      {first && <Byline message={message} voice={voice} customer={conversation.customer.name} />}
      <div
        className={styles.bubble}
        data-bare={message.content.kind === "image"}
        title={absolute(message.created_at, i18n.language)}
      >
        <Content content={message.content} />
      </div>
      {message.evidence && <EvidenceDisclosure evidence={message.evidence} />}
      {lastRead && <ReadMark />}
    </article>
  );
});

interface BylineProps {
  message: MessageOut;
  voice: Voice;
  customer: string;
}

function Byline({ message, voice, customer }: BylineProps) {
  const { t, i18n } = useTranslation("conversation");
  const { author, created_at } = message;
  const name = {
    customer: author.name ?? customer,
    bot: t("handler.botName"),
    agent: author.name ?? t("handler.colleague"),
    note: author.name ?? t("handler.colleague"),
  }[voice];
  return (
    <header className={styles.byline}>
      {voice === "bot" && <Bot size={13} strokeWidth={1.75} aria-hidden="true" />}
      {voice === "note" && <Lock size={12} strokeWidth={2} aria-hidden="true" />}
      <span className={styles.author} title={name}>
        {name}
      </span>
      {voice === "note" && <span className={styles.internal}>{t("note.mark")}</span>}
      <time className="numeric" dateTime={new Date(created_at).toISOString()}>
        {clock(created_at, i18n.language)}
      </time>
    </header>
  );
}

function ReadMark() {
  const { t } = useTranslation("conversation");
  return (
    <div className={styles.read}>
      <CheckCheck size={13} strokeWidth={1.75} aria-hidden="true" />
      {t("read")}
    </div>
  );
}
