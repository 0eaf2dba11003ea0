/** What each column of an import file means; the English and the Chinese name are both understood. */
import { useTranslation } from "react-i18next";
import styles from "./Import.module.css";
import { importColumns } from "./template";

const required: readonly string[] = ["question", "answer"];

export function ColumnGuide() {
  const { t } = useTranslation("knowledge");
  return (
    <section className={styles.guide}>
      <h3 className={styles.guideTitle}>{t("import.columnsTitle")}</h3>
      <dl className={styles.columns}>
        {importColumns.map((column) => (
          <div key={column} className={styles.column}>
            <dt>
              <code>{t(`import.header.${column}`)}</code>
              {required.includes(column) && <em>{t("import.required")}</em>}
            </dt>
            <dd>{t(`import.column.${column}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
