/** What is attached to the message being written. */
import { Button, Spin } from "antd";
import { FileText, RotateCcw, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "@/ui/problem-text";
import { fileSize } from "../thread/file-size";
import styles from "./UploadList.module.css";
import type { Upload } from "./useUploads";

interface Props {
  uploads: Upload[];
  onRetry: (upload: Upload) => void;
  onRemove: (key: string) => void;
}

export function UploadList({ uploads, onRetry, onRemove }: Props) {
  const { t, i18n } = useTranslation("conversation");
  const { t: ui } = useTranslation("ui");
  const { describe } = useProblemText();
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.uploads}>
      {uploads.map((upload) => (
        <li key={upload.key} data-failed={upload.problem !== null}>
          {upload.preview ? (
            <img src={upload.preview} alt="" />
          ) : (
            <FileText size={20} strokeWidth={1.5} aria-hidden="true" />
          )}
          <span className={styles.name}>
            <span title={upload.file.name}>{upload.file.name}</span>
            <small>
              {upload.problem
                ? describe(upload.problem).title
                : fileSize(upload.file.size, i18n.language)}
            </small>
          </span>
          {upload.problem ? (
            <Button
              type="text"
              size="small"
              icon={<RotateCcw size={14} />}
              aria-label={ui("retry")}
              onClick={() => onRetry(upload)}
            />
          ) : (
            upload.attachment === null && <Spin size="small" />
          )}
          <Button
            type="text"
            size="small"
            icon={<X size={14} />}
            aria-label={t("attachment.remove", { name: upload.file.name })}
            onClick={() => onRemove(upload.key)}
          />
        </li>
      ))}
    </ul>
  );
}
