/** Where a file is dropped or chosen. It hands the file on and uploads nothing itself. */
import { Upload } from "antd";
import { FileUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { acceptedFiles } from "./format";
import styles from "./Import.module.css";

export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation("knowledge");
  return (
    <Upload.Dragger
      className={styles.drop}
      accept={acceptedFiles}
      maxCount={1}
      showUploadList={false}
      beforeUpload={(file) => {
        onFile(file);
        return false;
      }}
    >
      <div className={styles.dropInner}>
        <FileUp size={28} strokeWidth={1.5} aria-hidden />
        <div className={styles.dropTitle}>{t("import.drop")}</div>
        <div className={styles.dropHint}>{t("import.dropHint")}</div>
      </div>
    </Upload.Dragger>
  );
}
