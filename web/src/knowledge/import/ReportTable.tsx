/** The bad rows of an import: line, column, reason; also as a file to work through beside the original. */
import { Button, Table } from "antd";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "@/ui/problem-text";
import { saveFile } from "../save-file";
import styles from "./Import.module.css";
import { type BadRow, errorsAsCsv } from "./report";

export function ReportTable({ errors }: { errors: BadRow[] }) {
  const { t, i18n } = useTranslation("knowledge");
  const { describeField } = useProblemText();
  const reason = ({ field, code, detail }: BadRow) => {
    const known = [`${field}_${code}`, code].find((key) =>
      i18n.exists(`knowledge:import.reasons.${key}`),
    );
    if (known) return t(`import.reasons.${known as "malformed"}`);
    return describeField({ pointer: `/${field ?? ""}`, code, detail });
  };
  const fieldName = (field: string | null) => {
    if (!field) return t("import.wholeRow");
    return i18n.exists(`knowledge:field.${field}`) ? t(`field.${field as "answer"}`) : field;
  };
  const download = () => {
    const rows = errors.map((row) => ({
      ...row,
      field: fieldName(row.field),
      detail: reason(row),
    }));
    const header = [t("import.line"), t("import.field"), t("import.reason")] as const;
    saveFile(t("import.errorsName"), errorsAsCsv(rows, header), "text/csv");
  };
  return (
    <section className={styles.errors}>
      <div className={styles.errorsHead}>
        <h3>{t("import.errorsTitle")}</h3>
        <Button type="link" icon={<Download size={14} />} onClick={download}>
          {t("import.downloadErrors")}
        </Button>
      </div>
      <Table<BadRow & { key: number }>
        virtual
        size="small"
        pagination={false}
        scroll={{ x: 560, y: Math.min(420, errors.length * 40) }}
        dataSource={errors.map((row, key) => ({ ...row, key }))}
        columns={[
          { title: t("import.line"), dataIndex: "line", width: 88, className: "numeric" },
          { title: t("import.field"), width: 140, render: (_, row) => fieldName(row.field) },
          { title: t("import.reason"), render: (_, row) => reason(row), ellipsis: true },
        ]}
      />
    </section>
  );
}
