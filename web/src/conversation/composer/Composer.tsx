/** Where replies and notes are written: `/` for canned replies, files by paste and drop. */
import { Button, Tooltip } from "antd";
import { Lock, Paperclip, SendHorizontal, Slash as SlashIcon } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationOut } from "@/api/types";
import { Keys } from "@/keyboard/Keys";
import { isComposing } from "@/keyboard/keys";
import { useSession } from "@/session/session";
import { CannedList } from "./CannedList";
import styles from "./Composer.module.css";
import { type Mode, useDraft } from "./drafts";
import { ModeSwitch } from "./ModeSwitch";
import { fillVariables, replaceRange } from "./slash";
import { UploadList } from "./UploadList";
import { useComposerCommands } from "./useComposerCommands";
import { useDrop } from "./useDrop";
import { useAutoHeight, useInsertion } from "./useField";
import { useSend } from "./useSend";
import { useSlash } from "./useSlash";
import { useTypingSignal } from "./useTypingSignal";
import { useUploads } from "./useUploads";

interface Props {
  conversation: ConversationOut;
  modes: Mode[];
  /** Given where the composer was asked for and can be put away again. */
  onClose?: () => void;
}

const longest = 8000;

export function Composer({ conversation, modes, onClose }: Props) {
  const { t } = useTranslation("conversation");
  const [wanted, setMode] = useState<Mode>("reply");
  const mode: Mode = modes.includes(wanted) ? wanted : (modes[0] ?? "note");
  const [text, setText] = useDraft(conversation.id, mode);
  const [caret, setCaret] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const uploads = useUploads();
  const signal = useTypingSignal(conversation.id);
  const { put, insert } = useInsertion(field, setText, setCaret, text, caret);
  const fill = useVariables(conversation);
  const listId = useId();
  const slash = useSlash(conversation, text, caret, (reply, range) =>
    put(replaceRange(text, range, fill(reply.text))),
  );
  const empty = text.trim() === "" && uploads.uploads.length === 0;
  const sendable = !empty && uploads.ready && text.length <= longest;
  const send = useSend(conversation, mode);
  const dropping = useDrop(uploads.add);
  const placeholder = usePlaceholder(conversation, mode);

  // A `/` only counts at the start of a word.
  const openCanned = () => insert(text === "" || /\s$/.test(text) ? "/" : " /");

  useAutoHeight(field, text);
  useComposerCommands({
    modes,
    focus: (next) => {
      setMode(next);
      field.current?.focus();
    },
    conversation,
    openCanned,
    insert: (reply) => insert(fill(reply)),
  });

  const submit = () => {
    if (!sendable) return;
    send(uploads.uploads, text.trim());
    setText("");
    uploads.clear();
    signal.stop();
    setCaret(0);
    onClose?.();
  };

  const press = (event: React.KeyboardEvent) => {
    if (slash.press(event) || isComposing(event.nativeEvent)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") {
      if (onClose && empty) onClose();
      else field.current?.blur();
    }
  };

  return (
    <div
      className={styles.composer}
      data-mode={mode}
      data-dropping={dropping.over}
      {...dropping.on}
    >
      {slash.open && (
        <CannedList
          id={listId}
          replies={slash.found}
          chosen={slash.at}
          none={slash.none}
          onChoose={slash.choose}
          onHover={slash.hover}
        />
      )}
      <ModeSwitch modes={modes} mode={mode} onChange={setMode} />
      <UploadList uploads={uploads.uploads} onRetry={uploads.retry} onRemove={uploads.remove} />
      <textarea
        ref={field}
        className={styles.field}
        value={text}
        rows={2}
        // biome-ignore lint/a11y/noAutofocus: a composer that was asked for is there to be typed in
        autoFocus={onClose !== undefined}
        placeholder={placeholder}
        aria-label={t(`composer.${mode}`)}
        aria-controls={slash.open ? listId : undefined}
        aria-activedescendant={
          slash.open && slash.found.length > 0 ? `${listId}-${slash.at}` : undefined
        }
        onChange={(event) => {
          setText(event.target.value);
          setCaret(event.target.selectionStart);
          if (mode === "reply") signal.typed(event.target.value);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={press}
        onBlur={signal.stop}
        onPaste={(event) => {
          if (event.clipboardData.files.length === 0) return;
          event.preventDefault();
          uploads.add(event.clipboardData.files);
        }}
      />
      <div className={styles.bar}>
        <Tooltip title={t("composer.attach")}>
          <Button
            type="text"
            size="small"
            icon={<Paperclip size={16} strokeWidth={1.75} />}
            aria-label={t("composer.attach")}
            onClick={() => files.current?.click()}
          />
        </Tooltip>
        <input
          ref={files}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            uploads.add(event.target.files ?? []);
            event.target.value = "";
          }}
        />
        <Tooltip title={t("composer.canned")}>
          <Button
            type="text"
            size="small"
            icon={<SlashIcon size={16} strokeWidth={1.75} />}
            aria-label={t("composer.canned")}
            onClick={openCanned}
          />
        </Tooltip>
        <span className={styles.hint} data-over={text.length > longest}>
          {text.length > longest ? (
            t("composer.tooLong", { over: text.length - longest })
          ) : (
            <>
              <Keys keys="Enter" /> {t("composer.sends")} <Keys keys="shift+Enter" />{" "}
              {t("composer.newLine")}
            </>
          )}
        </span>
        <Button
          type="primary"
          size="middle"
          icon={
            mode === "note" ? (
              <Lock size={14} strokeWidth={2} />
            ) : (
              <SendHorizontal size={14} strokeWidth={2} />
            )
          }
          disabled={!sendable}
          onClick={submit}
        >
          {t(mode === "note" ? "composer.saveNote" : "composer.send")}
        </Button>
      </div>
    </div>
  );
}

/** In a colleague's conversation it is said whose it is. */
function usePlaceholder({ member: holder }: ConversationOut, mode: Mode): string {
  const { t } = useTranslation("conversation");
  const { member } = useSession();
  if (mode === "note") return t("composer.notePlaceholder");
  return holder && holder.id !== member.id
    ? t("composer.joinPlaceholder", { name: holder.name })
    : t("composer.replyPlaceholder");
}

function useVariables(conversation: ConversationOut) {
  const { member } = useSession();
  return (text: string) =>
    fillVariables(text, { customer: conversation.customer.name, agent: member.name });
}
