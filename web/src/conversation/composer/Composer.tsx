/** Where replies and notes are written: `/` for canned replies, files by paste and drop. */
import { Button, Tooltip } from "antd";
import { Lock, Paperclip, SendHorizontal, Slash as SlashIcon } from "lucide-react";
import { type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationOut, MessageContent } from "@/api/types";
import { Keys } from "@/keyboard/Keys";
import { isComposing } from "@/keyboard/keys";
import { useRealtime } from "@/realtime/RealtimeProvider";
import { useSession } from "@/session/session";
import { CannedList } from "./CannedList";
import styles from "./Composer.module.css";
import { type Mode, useDraft } from "./drafts";
import { ModeSwitch } from "./ModeSwitch";
import { fillVariables, replaceRange } from "./slash";
import { UploadList } from "./UploadList";
import { useComposerCommands } from "./useComposerCommands";
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
        placeholder={t(`composer.${mode}Placeholder`)}
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

function useVariables(conversation: ConversationOut) {
  const { member } = useSession();
  return (text: string) =>
    fillVariables(text, { customer: conversation.customer.name, agent: member.name });
}

/** Puts text at the caret and the caret behind it, once React has drawn the text. */
function useInsertion(
  field: RefObject<HTMLTextAreaElement | null>,
  setText: (text: string) => void,
  setCaret: (caret: number) => void,
  text: string,
  caret: number,
) {
  const pending = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (pending.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(pending.current, pending.current);
    pending.current = null;
  });
  const put = (next: { text: string; caret: number }) => {
    pending.current = next.caret;
    setText(next.text);
    setCaret(next.caret);
  };
  const at = Math.min(caret || text.length, text.length);
  const insert = (insertion: string) => put(replaceRange(text, { from: at, to: at }, insertion));
  return { put, insert };
}

const tallest = 240;

function useAutoHeight(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, tallest)}px`;
  }, [field, text]);
}

/** Files first, each a message of its own, then what was written about them. */
function useSend(conversation: ConversationOut, mode: Mode) {
  const { outbox } = useRealtime();
  return (uploads: ReturnType<typeof useUploads>["uploads"], text: string) => {
    const contents: MessageContent[] = uploads.flatMap(({ attachment }) =>
      attachment
        ? [
            {
              kind: attachment.media_type.startsWith("image/") ? "image" : "file",
              attachment,
              text: null,
            },
          ]
        : [],
    );
    if (text) contents.push({ kind: "text", text });
    for (const content of contents) {
      outbox.put({
        clientId: crypto.randomUUID(),
        conversationId: conversation.id,
        content,
        visibility: mode === "note" ? "internal" : "public",
        createdAt: Date.now(),
      });
    }
  };
}

function useDrop(onFiles: (files: Iterable<File>) => void) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const end = () => setOver(false);
    window.addEventListener("dragend", end);
    return () => window.removeEventListener("dragend", end);
  }, []);
  return {
    over,
    on: {
      onDragOver: (event: React.DragEvent) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: React.DragEvent) => {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        onFiles(event.dataTransfer.files);
      },
    },
  };
}
