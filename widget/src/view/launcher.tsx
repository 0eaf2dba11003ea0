/** The round button that opens the chat, its unread badge, and the preview of what was just said. */
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Message } from "../protocol";
import { previewOf } from "./content";
import { useWidget } from "./context";
import { Icon } from "./icons";

export function Launcher({ button }: { button: RefObject<HTMLButtonElement | null> }) {
  const { messenger, state, t } = useWidget();
  const label = state.open
    ? t.text("launcher.close")
    : state.unread > 0
      ? t.text("launcher.unread", { count: state.unread })
      : t.text("launcher.open");
  return (
    <>
      {!state.open && <Teaser />}
      <button
        ref={button}
        type="button"
        class={state.open ? "launcher open" : "launcher"}
        aria-label={label}
        aria-expanded={state.open}
        onClick={() => (state.open ? messenger.close() : messenger.open())}
      >
        <Icon name={state.open ? "down" : "chat"} size={28} />
        {!state.open && state.unread > 0 && (
          <span class="badge" aria-hidden="true">
            {state.unread > 99 ? "99+" : state.unread}
          </span>
        )}
      </button>
    </>
  );
}

function Teaser() {
  const { messenger, state, t } = useWidget();
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => messenger.events.on("message", setMessage), [messenger]);
  const preview = message && state.unread > 0 ? previewOf(message.content, t) : null;
  if (!message || !preview || message.author.kind === "system") return null;
  const author = message.author.name ?? t.text(message.author.kind === "bot" ? "author.bot" : "author.agent");
  return (
    <div class="teaser" role="status">
      <button type="button" class="teaser-text" onClick={() => messenger.open()}>
        <b>{author}</b>
        <span>{preview}</span>
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t.text("error.dismiss")}
        onClick={() => setMessage(null)}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
