/** The small menu that shows and hides columns of the FAQ list. */
import { Button, Checkbox, Popover, Tooltip } from "antd";
import { Columns3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { chooseColumns, type OptionalColumn, optionalColumns, useColumns } from "./columns";
import styles from "./FaqList.module.css";

export function ColumnChooser() {
  const { t } = useTranslation("knowledge");
  const columns = useColumns();
  const boxes = (
    <Checkbox.Group
      className={styles.chooser}
      value={[...columns]}
      onChange={(values) => chooseColumns(values as OptionalColumn[])}
      options={optionalColumns.map((column) => ({
        value: column,
        label: t(`faq.column.${column}`),
      }))}
    />
  );
  return (
    <Popover content={boxes} trigger="click" placement="bottomRight" arrow={false}>
      <Tooltip title={t("faq.columns")}>
        <Button
          className={styles.columns}
          type="text"
          icon={<Columns3 size={16} />}
          aria-label={t("faq.columns")}
        />
      </Tooltip>
    </Popover>
  );
}
