/** Two people changed the same entry: shows both sides of each difference and lets the person choose. */
import { Button, Modal, Radio, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FaqOut } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import styles from "./ConflictModal.module.css";
import {
  applyChoices,
  type Difference,
  type FaqFieldName,
  findDifferences,
  type Side,
  similarDifference,
} from "./conflict";
import { cleanFields, type FaqFields, fieldsOf } from "./fields";

interface Props {
  base: FaqFields;
  mine: FaqFields;
  theirs: FaqOut;
  busy: boolean;
  onSave: (fields: FaqFields) => void;
  onTakeTheirs: () => void;
  onCancel: () => void;
}

export function ConflictModal({ base, mine, theirs, busy, onSave, onTakeTheirs, onCancel }: Props) {
  const { t } = useTranslation("knowledge");
  const my = cleanFields(mine);
  const their = fieldsOf(theirs);
  const differences = findDifferences(base, my, their);
  const [choices, setChoices] = useState<Partial<Record<FaqFieldName, Side>>>(() =>
    Object.fromEntries(differences.map(({ field, proposed }) => [field, proposed])),
  );
  return (
    <Modal
      open
      width={820}
      title={t("conflict.title")}
      onCancel={onCancel}
      footer={
        <Space>
          <Button onClick={onCancel}>{t("conflict.keepEditing")}</Button>
          <Button onClick={onTakeTheirs}>{t("conflict.takeTheirs")}</Button>
          <Button
            type="primary"
            loading={busy}
            onClick={() => onSave(applyChoices(my, their, choices))}
          >
            {t("conflict.save")}
          </Button>
        </Space>
      }
    >
      <p className={styles.intro}>
        {t("conflict.text")} {t("conflict.savedAt")} <RelativeTime at={theirs.updated_at} />
      </p>
      {differences.map((difference) => (
        <DifferenceRow
          key={difference.field}
          difference={difference}
          mine={my}
          theirs={their}
          choice={choices[difference.field] ?? "mine"}
          onChoose={(side) => setChoices((before) => ({ ...before, [difference.field]: side }))}
        />
      ))}
    </Modal>
  );
}

interface RowProps {
  difference: Difference;
  mine: FaqFields;
  theirs: FaqFields;
  choice: Side;
  onChoose: (side: Side) => void;
}

function DifferenceRow({ difference, mine, theirs, choice, onChoose }: RowProps) {
  const { t } = useTranslation("knowledge");
  const { field, bothChanged } = difference;
  return (
    <fieldset className={styles.row}>
      <legend>
        {t(`field.${field}`)}
        {bothChanged && <span className={styles.both}>{t("conflict.both")}</span>}
      </legend>
      <Radio.Group
        value={choice}
        onChange={(event) => onChoose(event.target.value)}
        className={styles.sides}
      >
        <Radio value="mine" className={styles.side}>
          <span className={styles.whose}>{t("conflict.mine")}</span>
          <FieldValue field={field} value={mine} other={theirs} />
        </Radio>
        <Radio value="theirs" className={styles.side}>
          <span className={styles.whose}>{t("conflict.theirs")}</span>
          <FieldValue field={field} value={theirs} other={mine} />
        </Radio>
      </Radio.Group>
    </fieldset>
  );
}

function FieldValue(props: { field: FaqFieldName; value: FaqFields; other: FaqFields }) {
  const { t } = useTranslation("knowledge");
  const { field, value, other } = props;
  if (field === "similar") return <SimilarValue value={value.similar} other={other.similar} />;
  if (field === "enabled") return t(value.enabled ? "editor.enabledOn" : "editor.enabledOff");
  if (field === "locale") return t(`locale.${value.locale}`);
  return <div className={styles.text}>{value[field] || t("conflict.empty")}</div>;
}

function SimilarValue({ value, other }: { value: string[]; other: string[] }) {
  const { t } = useTranslation("knowledge");
  const { onlyMine: only } = similarDifference(value, other);
  return (
    <ul className={styles.similar}>
      {only.map((question) => (
        <li key={question} className={styles.only}>
          {question}
        </li>
      ))}
      <li className={styles.rest}>
        {t("conflict.sameOtherwise", { count: value.length - only.length })}
      </li>
    </ul>
  );
}
