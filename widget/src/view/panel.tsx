/** The chat window: its parts, its focus, and the files dropped on it. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Bars } from "./bars";
import { Composer } from "./composer";
import { useWidget } from "./context";
import { keepFocusInside } from "./focus";
import { Header } from "./header";
import { Log } from "./log";
import { Consent, EndConfirmation } from "./sheets";
import { usePhoneFrame } from "./viewport";

export function Panel({ launcher }: { launcher: RefObject<HTMLButtonElement | null> }) {
  const { messenger, settings, state, title, t } = useWidget();
  const panel = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const [dropped, setDropped] = useState<File[]>([]);
  const [ending, setEnding] = useState(false);
  /** Asked before the consent was given; sent as soon as it is. */
  const [held, setHeld] = useState<string | null>(null);
  const drag = useDrag(settings.attachments && state.consented, setDropped);
  usePhoneFrame(panel);
  useEffect(() => {
    // On a touch screen a focused field would raise the keyboard over what is to be read.
    const touch = window.matchMedia?.("(pointer: coarse)").matches;
    (touch ? panel.current : (input.current ?? panel.current))?.focus();
  }, []);

  const close = () => {
    messenger.close();
    // The launcher is drawn anew on phones; it is there after this frame.
    requestAnimationFrame(() => launcher.current?.focus());
  };
  const ask = (question: string) => {
    if (state.consented) messenger.send({ kind: "text", text: question });
    else setHeld(question);
  };
  useEffect(() => {
    if (held !== null) panel.current?.querySelector<HTMLElement>(".consent .primary")?.focus();
  }, [held]);
  const agreed = () => {
    if (held !== null) messenger.send({ kind: "text", text: held });
    setHeld(null);
    requestAnimationFrame(() => input.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing) close();
    else if (event.key === "Tab") keepFocusInside(panel.current, event);
  };

  return (
    <div
      ref={panel}
      class="panel"
      role="dialog"
      aria-label={t.text("panel.label", { title })}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      {...drag.handlers}
    >
      <Header onEnd={() => setEnding(true)} onClose={close} />
      <Bars />
      <Log onAsk={ask} />
      {state.consented ? (
        <Composer input={input} dropped={dropped} onTaken={() => setDropped([])} />
      ) : (
        <Consent onAgreed={agreed} />
      )}
      {ending && (
        <EndConfirmation
          onDone={() => {
            setEnding(false);
            input.current?.focus();
          }}
        />
      )}
      {drag.over && <div class="drop">{t.text("composer.drop")}</div>}
    </div>
  );
}

function useDrag(enabled: boolean, onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  const carriesFiles = (event: DragEvent) => enabled && event.dataTransfer?.types.includes("Files");
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave(event: DragEvent) {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !(event.currentTarget as Node).contains(to)) setOver(false);
      },
      onDrop(event: DragEvent) {
        setOver(false);
        if (!carriesFiles(event)) return;
        event.preventDefault();
        onFiles([...(event.dataTransfer?.files ?? [])]);
      },
    },
  };
}
