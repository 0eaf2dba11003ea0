/** What one message says, drawn by its kind. Text stays text: nothing here parses markup. */

import { useState } from "preact/hooks";
import { factsOf } from "../facts";
import type { Entry } from "../grouping";
import { linkify } from "../linkify";
import type { Translator } from "../messages";
import type { Attachment, MessageContent } from "../protocol";
import { useWidget } from "./context";
import { Icon } from "./icons";

export function Text({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part, index) =>
        part.href === null ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </>
  );
}

export function Content({ entry }: { entry: Entry }) {
  const { state, t } = useWidget();
  const { content, message } = entry;
  switch (content.kind) {
    case "text":
    case "candidates":
    case "menu":
      return (
        <div class="bubble text">
          <Text text={content.text} />
        </div>
      );
    case "answer":
      return (
        <div class="bubble text">
          {content.title && !(message && factsOf(state.timeline).echoes.has(message.id)) && (
            <div class="answer-title">{content.title}</div>
          )}
          <Text text={content.text} />
        </div>
      );
    case "choice":
      return <div class="bubble text">{content.label}</div>;
    case "action":
      return <div class="bubble text">{t.text("handoff.button")}</div>;
    case "image":
      return (
        <>
          <Picture entry={entry} attachment={content.attachment} />
          <Caption text={content.text} />
        </>
      );
    case "file":
      return (
        <>
          <FileCard entry={entry} attachment={content.attachment} />
          <Caption text={content.text} />
        </>
      );
    default:
      return null;
  }
}

function Caption({ text }: { text: string | null }) {
  return text ? (
    <div class="bubble text">
      <Text text={text} />
    </div>
  ) : null;
}

function Picture({ entry, attachment }: { entry: Entry; attachment: Attachment }) {
  const { messenger, t } = useWidget();
  const stored = attachment.id ? messenger.attachmentUrl(attachment) : null;
  const local = entry.pending?.preview ?? messenger.uploads.previewOf(entry.message?.client_id ?? null);
  // It may be kept no longer.
  const [gone, setGone] = useState(false);
  if (gone) return <FileCard entry={entry} attachment={attachment} />;
  const label = t.text("message.image", { name: attachment.name });
  const image = <img src={local ?? stored ?? ""} alt={label} onError={() => setGone(true)} />;
  return stored ? (
    <a class="picture" href={stored} target="_blank" rel="noopener noreferrer">
      {image}
    </a>
  ) : (
    <span class="picture">{image}</span>
  );
}

function FileCard({ entry, attachment }: { entry: Entry; attachment: Attachment }) {
  const { messenger, t } = useWidget();
  const stored = attachment.id && !entry.pending ? messenger.attachmentUrl(attachment) : null;
  const size = t.size(attachment.size);
  const inside = (
    <>
      <Icon name="file" size={24} />
      <span class="file-text">
        <span class="file-name">{attachment.name}</span>
        <span class="file-size">{size}</span>
      </span>
      {stored && <Icon name="download" size={18} />}
    </>
  );
  const label = t.text("message.file", { name: attachment.name, size });
  return stored ? (
    <a class="bubble file" href={stored} target="_blank" rel="noopener noreferrer" aria-label={label}>
      {inside}
    </a>
  ) : (
    <div class="bubble file">{inside}</div>
  );
}

/** One line about a message, for where there is no room for it. */
export function previewOf(content: MessageContent, t: Translator): string | null {
  switch (content.kind) {
    case "text":
    case "answer":
    case "candidates":
    case "menu":
      return content.text;
    case "image":
      return t.text("message.image", { name: content.attachment.name });
    case "file":
      return t.text("message.file", { name: content.attachment.name, size: t.size(content.attachment.size) });
    default:
      return null;
  }
}
