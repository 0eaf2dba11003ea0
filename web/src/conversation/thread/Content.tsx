/** What a message says, in the shape of its kind. */
import { FileText, MousePointerClick } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "@/api/address";
import type { AttachmentOut, MessageContent, Option } from "@/api/types";
import styles from "./Content.module.css";
import { fileSize } from "./file-size";
import { Text } from "./Text";

export function Content({ content }: { content: MessageContent }) {
  switch (content.kind) {
    case "text":
      return <Text text={content.text} />;
    case "image":
      return (
        <>
          <Picture attachment={content.attachment} />
          {content.text && <Text text={content.text} />}
        </>
      );
    case "file":
      return (
        <>
          <File attachment={content.attachment} />
          {content.text && <Text text={content.text} />}
        </>
      );
    case "answer":
      return <Answer title={content.title} text={content.text} />;
    case "candidates":
    case "menu":
      return <Options text={content.text} options={content.options} />;
    case "choice":
      return (
        <span className={styles.choice}>
          <MousePointerClick size={14} strokeWidth={1.75} aria-hidden="true" />
          {content.label}
        </span>
      );
    default:
      return null;
  }
}

function Answer({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation("conversation");
  return (
    <>
      <Text text={text} />
      <div className={styles.source}>{t("answerFrom", { title })}</div>
    </>
  );
}

function Options({ text, options }: { text: string; options: Option[] }) {
  return (
    <>
      <Text text={text} />
      <ul className={styles.options}>
        {options.map((option) => (
          <li key={option.id}>{option.label}</li>
        ))}
      </ul>
    </>
  );
}

function Picture({ attachment }: { attachment: AttachmentOut }) {
  const address = addressOf(attachment.url);
  // It may be kept no longer.
  const [gone, setGone] = useState(false);
  if (gone) return <File attachment={attachment} />;
  return (
    <a href={address} target="_blank" rel="noreferrer" className={styles.picture}>
      <img src={address} alt={attachment.name} loading="lazy" onError={() => setGone(true)} />
    </a>
  );
}

function File({ attachment }: { attachment: AttachmentOut }) {
  const { i18n } = useTranslation();
  return (
    <a className={styles.file} href={addressOf(attachment.url)} download={attachment.name}>
      <FileText size={20} strokeWidth={1.5} aria-hidden="true" />
      <span>
        <strong>{attachment.name}</strong>
        <small className="numeric">{fileSize(attachment.size, i18n.language)}</small>
      </span>
    </a>
  );
}
