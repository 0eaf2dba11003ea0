/** Who this is, how it stands on the three axes, and what can be done about it. */
import { Button, Dropdown, Tooltip } from "antd";
import {
  ArrowLeft,
  ArrowRightLeft,
  Check,
  Ellipsis,
  Moon,
  PanelRight,
  RotateCcw,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { urlOf } from "@/api/client";
import type { ConversationOut } from "@/api/types";
import { Keys } from "@/keyboard/Keys";
import { Avatar } from "@/ui/Avatar";
import { Axes } from "./Axes";
import type { Action } from "./actions/allowed";
import type { Actions } from "./actions/useActions";
import styles from "./ConversationHeader.module.css";
import { Viewers } from "./Viewers";

export type DialogName = "assign" | "transfer" | "snooze";

interface Props {
  conversation: ConversationOut;
  allowed: Set<Action>;
  actions: Actions;
  onDialog: (name: DialogName) => void;
  onContext: () => void;
}

const icon = { size: 16, strokeWidth: 1.75 };

export function ConversationHeader({ conversation, allowed, actions, onDialog, onContext }: Props) {
  const { t } = useTranslation("conversation");
  const [parameters] = useSearchParams();
  const { customer } = conversation;
  return (
    <header className={styles.header}>
      <Link
        className={styles.back}
        to={{ pathname: "/inbox", search: parameters.size > 0 ? `?${parameters}` : "" }}
        aria-label={t("back")}
      >
        <ArrowLeft size={20} strokeWidth={1.75} />
      </Link>
      <span className={styles.avatar}>
        <Avatar name={customer.name} size={36} />
      </span>
      <div className={styles.who}>
        <h2 title={customer.name}>{customer.name}</h2>
        <Axes conversation={conversation} />
      </div>
      <Viewers conversationId={conversation.id} />
      <div className={styles.actions}>
        <Primary allowed={allowed} actions={actions} />
        {allowed.has("transfer") && (
          <Tooltip title={<Tip text={t("action.transfer")} keys="t" />}>
            <Button
              type="text"
              className={styles.roomy}
              aria-label={t("action.transfer")}
              icon={<ArrowRightLeft {...icon} />}
              onClick={() => onDialog("transfer")}
            />
          </Tooltip>
        )}
        {allowed.has("snooze") && (
          <Tooltip title={<Tip text={t("action.snooze")} keys="s" />}>
            <Button
              type="text"
              className={styles.roomy}
              aria-label={t("action.snooze")}
              icon={<Moon {...icon} />}
              onClick={() => onDialog("snooze")}
            />
          </Tooltip>
        )}
        <More conversation={conversation} allowed={allowed} actions={actions} onDialog={onDialog} />
        <Tooltip title={<Tip text={t("action.context")} keys="i" />}>
          <Button
            type="text"
            className={styles.context}
            aria-label={t("action.context")}
            icon={<PanelRight {...icon} />}
            onClick={onContext}
          />
        </Tooltip>
      </div>
    </header>
  );
}

export function Tip({ text, keys }: { text: string; keys: string }) {
  return (
    <span className={styles.tip}>
      {text} <Keys keys={keys} />
    </span>
  );
}

/** The one thing to do next: take it, finish it, or open it again. */
function Primary({ allowed, actions }: { allowed: Set<Action>; actions: Actions }) {
  const { t } = useTranslation("conversation");
  if (allowed.has("claim")) {
    return (
      <Tooltip title={<Keys keys="c" />}>
        <Button type="primary" loading={actions.pending} onClick={actions.claim}>
          {t("action.claim")}
        </Button>
      </Tooltip>
    );
  }
  if (allowed.has("resolve")) {
    return (
      <Tooltip title={<Keys keys="e" />}>
        <Button icon={<Check {...icon} />} loading={actions.pending} onClick={actions.resolve}>
          {t("action.resolve")}
        </Button>
      </Tooltip>
    );
  }
  if (allowed.has("reopen")) {
    return (
      <Tooltip title={<Keys keys="e" />}>
        <Button icon={<RotateCcw {...icon} />} loading={actions.pending} onClick={actions.reopen}>
          {t("action.reopen")}
        </Button>
      </Tooltip>
    );
  }
  return null;
}

function More({ conversation, allowed, actions, onDialog }: Omit<Props, "onContext">) {
  const { t } = useTranslation("conversation");
  const entry = (key: string, text: string, keys: string, run: () => void) => ({
    key,
    label: (
      <span className={styles.entry}>
        {text} <Keys keys={keys} />
      </span>
    ),
    onClick: run,
  });
  const items = [
    ...(allowed.has("assign")
      ? [entry("assign", t("action.assign"), "a", () => onDialog("assign"))]
      : []),
    ...(allowed.has("transfer")
      ? [entry("transfer", t("action.transfer"), "t", () => onDialog("transfer"))]
      : []),
    ...(allowed.has("snooze")
      ? [entry("snooze", t("action.snooze"), "s", () => onDialog("snooze"))]
      : []),
    ...(allowed.has("wake") ? [entry("wake", t("action.wake"), "s", actions.wake)] : []),
    ...(allowed.has("resolve") && allowed.has("claim")
      ? [entry("resolve", t("action.resolve"), "e", actions.resolve)]
      : []),
    ...(allowed.has("hand_back")
      ? [entry("hand_back", t("action.handBack"), "b", actions.handBack)]
      : []),
    {
      key: "transcript",
      label: (
        <a href={urlOf("conversation_export", { path: { id: conversation.id } })} download>
          {t("action.transcript")}
        </a>
      ),
    },
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }} placement="bottomRight">
      <Button type="text" aria-label={t("action.more")} icon={<Ellipsis {...icon} />} />
    </Dropdown>
  );
}
