/** How many rows were or would be created, updated, left alone, or are bad, and which columns said nothing. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./Import.module.css";
import type { ImportSummary } from "./report";

export function ReportNumbers({ summary }: { summary: ImportSummary }) {
  const { t, i18n } = useTranslation("knowledge");
  const number = new Intl.NumberFormat(i18n.language);
  const cells = [
    { label: t("import.created"), value: summary.created, meaning: "good" },
    { label: t("import.updated"), value: summary.updated, meaning: "information" },
    { label: t("import.unchanged"), value: summary.unchanged, meaning: "plain" },
    { label: t("import.bad"), value: summary.badRows, meaning: "danger" },
  ];
  return (
    <>
      <dl className={styles.numbers}>
        {cells.map(({ label, value, meaning }) => (
          <div key={label} className={styles.number} data-meaning={value > 0 ? meaning : "plain"}>
            <dt>{label}</dt>
            <dd className="numeric">{number.format(value)}</dd>
          </div>
        ))}
      </dl>
      {summary.unknownColumns.length > 0 && (
        <Alert
          type="info"
          showIcon
          className={styles.notice}
          title={t("import.unknownColumns", { names: summary.unknownColumns.join(", ") })}
        />
      )}
    </>
  );
}
