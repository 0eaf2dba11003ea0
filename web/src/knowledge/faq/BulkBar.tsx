/** What can be done with the selected entries; stands in the toolbar's place while something is selected. */
import { App, Button } from "antd";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FaqOut } from "@/api/types";
import styles from "./FaqList.module.css";
import { useBulkChanges } from "./use-bulk-changes";

export function BulkBar({ rows, onClear }: { rows: FaqOut[]; onClear: () => void }) {
  const { t } = useTranslation("knowledge");
  const { modal } = App.useApp();
  const { busy, setEnabled, remove } = useBulkChanges();
  const count = rows.length;

  const confirmDelete = () =>
    modal.confirm({
      title: t("faq.bulk.deleteTitle", { count }),
      content: t("faq.bulk.deleteText"),
      okText: t("faq.bulk.deleteConfirm"),
      okButtonProps: { danger: true },
      cancelText: t("faq.bulk.cancel"),
      onOk: async () => {
        await remove(rows);
        onClear();
      },
    });

  return (
    <div className={styles.bulk} role="toolbar" aria-label={t("faq.bulk.selected", { count })}>
      <span className={`${styles.bulkCount} numeric`}>{t("faq.bulk.selected", { count })}</span>
      <Button size="small" disabled={busy} onClick={() => setEnabled(rows, true)}>
        {t("faq.bulk.enable")}
      </Button>
      <Button size="small" disabled={busy} onClick={() => setEnabled(rows, false)}>
        {t("faq.bulk.disable")}
      </Button>
      <Button size="small" danger disabled={busy} onClick={confirmDelete}>
        {t("faq.bulk.delete")}
      </Button>
      <Button type="text" size="small" icon={<X size={14} />} onClick={onClear}>
        {t("faq.bulk.clear")}
      </Button>
    </div>
  );
}
