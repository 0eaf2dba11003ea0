/** Who the customer is talking to, and what can be done about the whole conversation. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "./avatar";
import { useWidget } from "./context";
import { Icon } from "./icons";

interface HeaderProps {
  onEnd(): void;
  onClose(): void;
}

export function Header({ onEnd, onClose }: HeaderProps) {
  const { state, title, t } = useWidget();
  const { conversation, online } = state;
  const live = conversation && conversation.status !== "resolved" ? conversation : null;
  const agent = live?.handler === "agent" ? (live.member?.name ?? t.text("author.agent")) : null;
  const text = agent
    ? t.text("state.agent")
    : live?.handler === "queue"
      ? t.text("state.queue")
      : conversation?.status === "resolved"
        ? t.text("state.resolved")
        : t.text(online ? "state.bot" : "state.offline");
  return (
    <header class="header">
      <Avatar name={agent} />
      <div class="who">
        <div class="title">{agent ?? title}</div>
        <div class="subtitle">
          <span class={online || agent ? "dot on" : "dot"} aria-hidden="true" />
          <span>{text}</span>
        </div>
      </div>
      {conversation && <Menu canEnd={live !== null} onEnd={onEnd} />}
      <button type="button" class="icon-button" aria-label={t.text("panel.close")} onClick={onClose}>
        <Icon name="close" />
      </button>
    </header>
  );
}

function Menu({ canEnd, onEnd }: { canEnd: boolean; onEnd: () => void }) {
  const { t } = useWidget();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const transcript = useTranscript();
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const outside = (event: Event) => {
      if (root.current && !event.composedPath().includes(root.current)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const run = (action: () => void) => () => {
    setOpen(false);
    opener.current?.focus();
    action();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === "Escape" || event.key === "Tab") {
      setOpen(false);
      opener.current?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp")
      move(root.current, event.key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons inside arrive here
    <div class="menu-root" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={opener}
        type="button"
        class="icon-button"
        aria-label={t.text("panel.menu")}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div class="menu" role="menu">
          <button type="button" role="menuitem" onClick={run(transcript)}>
            <Icon name="download" size={18} />
            {t.text("transcript.action")}
          </button>
          {canEnd && (
            <button type="button" role="menuitem" onClick={run(onEnd)}>
              <Icon name="end" size={18} />
              {t.text("end.action")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function move(root: HTMLElement | null, step: number): void {
  const items = [...(root?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const focused = (root?.getRootNode() as ShadowRoot | Document | undefined)?.activeElement;
  const index = items.indexOf(focused as HTMLElement);
  items[(index + step + items.length) % items.length]?.focus();
}

/** Fetched rather than linked to: a failure can be told, and the token stays out of the address. */
function useTranscript(): () => void {
  const { messenger, t } = useWidget();
  return async () => {
    const blob = await messenger.requests.transcript();
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = t.text("transcript.file");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
}
