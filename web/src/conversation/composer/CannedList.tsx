/** The replies that fit what was typed after `/`; the composer holds the keys. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CannedReplyOut } from "@/api/types";
import { useCan } from "@/session/session";
import styles from "./CannedList.module.css";

interface Props {
  id: string;
  replies: CannedReplyOut[];
  chosen: number;
  none: boolean;
  onChoose: (reply: CannedReplyOut) => void;
  onHover: (index: number) => void;
}

export function CannedList({ id, replies, chosen, none, onChoose, onHover }: Props) {
  const { t } = useTranslation("conversation");
  const can = useCan();
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    list.current?.querySelector(`[data-at="${chosen}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  return (
    <div ref={list} id={id} className={styles.list} role="listbox" aria-label={t("canned.title")}>
      {replies.map((reply, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer takes the keys
        <div
          key={reply.id}
          id={`${id}-${index}`}
          data-at={index}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={styles.reply}
          onMouseMove={() => onHover(index)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(reply)}
        >
          <span className={styles.shortcut}>/{reply.shortcut}</span>
          <span className={styles.title}>{reply.title}</span>
          <span className={styles.text}>{reply.text}</span>
        </div>
      ))}
      {replies.length === 0 && (
        <p className={styles.none}>
          {none ? t("canned.none") : t("canned.nothing")}{" "}
          {can("canned_reply.write") && (
            <Link to="/settings/canned-replies">{t("canned.manage")}</Link>
          )}
        </p>
      )}
    </div>
  );
}
