/** Where the customer writes: text that grows, files that can be picked, pasted or dropped, and the way to a person. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { FILES_AT_ONCE, refusalOf } from "../uploads";
import { useWidget } from "./context";
import { Icon } from "./icons";
import { Tray } from "./tray";

const TEXT_LIMIT = 8_000;
const HEIGHT_LIMIT_PX = 132;

interface ComposerProps {
  input: RefObject<HTMLTextAreaElement | null>;
  /** Files dropped anywhere on the panel. */
  dropped: File[];
  onTaken(): void;
}

export function Composer({ input, dropped, onTaken }: ComposerProps) {
  const { messenger, state, settings, t } = useWidget();
  const [text, setText] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const surplus = [...text].length - TEXT_LIMIT;
  const sendable = (text.trim() !== "" || files.length > 0) && surplus <= 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const el = input.current;
    if (!el) return;
    el.style.height = "auto";
    el.style.height = `${Math.min(el.scrollHeight, HEIGHT_LIMIT_PX)}px`;
  }, [text, input]);

  const take = (offered: File[]) => {
    if (!settings.attachments || offered.length === 0) return;
    const refused = offered.find(refusalOf);
    const reason = refused && refusalOf(refused);
    const next = [...files, ...offered.filter((file) => !refusalOf(file))];
    if (reason) setRefusal(t.text(reason, { name: refused.name }));
    else if (next.length > FILES_AT_ONCE)
      setRefusal(t.text("composer.tooManyFiles", { count: FILES_AT_ONCE }));
    else setRefusal(null);
    setFiles(next.slice(0, FILES_AT_ONCE));
    input.current?.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each drop is taken once
  useEffect(() => {
    if (dropped.length === 0) return;
    take(dropped);
    onTaken();
  }, [dropped]);

  const send = () => {
    if (!sendable) return;
    for (const file of files) messenger.outbox.addFile(file);
    if (text.trim() !== "") messenger.send({ kind: "text", text: text.trim() });
    setText("");
    setFiles([]);
    setRefusal(null);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method is composing, Enter takes its candidate; Safari tells only by the key code.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0 || !settings.attachments) return;
    event.preventDefault();
    take(pasted);
  };

  const resolved = state.conversation?.status === "resolved";
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <HandoffChip />
      {(refusal || surplus > 0) && (
        <p class="refusal" role="alert">
          {surplus > 0 ? t.text("composer.tooLong", { count: surplus }) : refusal}
        </p>
      )}
      <div class="field">
        <Tray files={files} onRemove={(gone) => setFiles(files.filter((file) => file !== gone))} />
        <textarea
          ref={input}
          rows={1}
          value={text}
          enterkeyhint="send"
          placeholder={t.text(resolved ? "composer.again" : "composer.placeholder")}
          aria-label={t.text("composer.label")}
          onInput={(event) => {
            setText(event.currentTarget.value);
            messenger.typing();
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div class="tools">
          {settings.attachments && <FilePicker onPick={take} />}
          <button type="submit" class="send" disabled={!sendable} aria-label={t.text("composer.send")}>
            <Icon name="send" />
          </button>
        </div>
      </div>
    </form>
  );
}

function FilePicker({ onPick }: { onPick: (files: File[]) => void }) {
  const { t } = useWidget();
  return (
    <label class="icon-button attach" title={t.text("composer.attach")}>
      <Icon name="attach" />
      <input
        type="file"
        multiple
        class="hidden"
        aria-label={t.text("composer.attach")}
        onChange={(event) => {
          onPick([...(event.currentTarget.files ?? [])]);
          // The same file may be picked again.
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}

/** Offered for as long as no person is on the way. */
function HandoffChip() {
  const { messenger, state, t } = useWidget();
  const { conversation, timeline } = state;
  const asked = timeline.pending.some((one) => one.content.kind === "action");
  if (asked || (conversation && conversation.status !== "resolved" && conversation.handler !== "bot"))
    return null;
  return (
    <div class="chips">
      <button
        type="button"
        class="chip"
        onClick={() => messenger.send({ kind: "action", action: "handoff" })}
      >
        <Icon name="person" size={14} />
        {t.text("handoff.button")}
      </button>
    </div>
  );
}
