/** A fact that becomes a field when it is clicked: Enter keeps the change, Escape drops it. */
import { Input } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isComposing } from "@/keyboard/keys";
import styles from "./EditableFact.module.css";

interface Props {
  label: string;
  value: string;
  editable: boolean;
  required?: boolean;
  multiline?: boolean;
  strong?: boolean;
  placeholder?: string;
  onSave: (value: string) => Promise<void>;
}

export function EditableFact(props: Props) {
  const { label, value, editable, strong = false, multiline = false } = props;
  const { t } = useTranslation("context");
  const [editing, setEditing] = useState(false);
  const shown = value || props.placeholder || t("empty");
  const className = `${styles.value} ${strong ? styles.strong : ""} ${multiline ? styles.long : ""}`;

  if (editing) return <Field {...props} onDone={() => setEditing(false)} />;
  if (!editable) {
    return (
      <span className={className} data-empty={value === ""}>
        {value || t("empty")}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={className}
      data-editable="true"
      data-empty={value === ""}
      title={t("edit", { label })}
      onClick={() => setEditing(true)}
    >
      {shown}
    </button>
  );
}

function Field({
  label,
  value,
  required,
  multiline,
  placeholder,
  onSave,
  onDone,
}: Props & { onDone: () => void }) {
  const [text, setText] = useState(value);
  const [saving, setSaving] = useState(false);

  const save = async () => {
    const next = text.trim();
    if (saving) return;
    if (next === value || (required && next === "")) {
      onDone();
      return;
    }
    setSaving(true);
    try {
      await onSave(next);
      onDone();
    } catch {
      // The card shows what was wrong; the field stays open with what was written.
      setSaving(false);
    }
  };

  const press = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      onDone();
    }
    if (event.key === "Enter" && (!multiline || event.metaKey || event.ctrlKey)) save();
  };

  const shared = {
    autoFocus: true,
    value: text,
    placeholder,
    disabled: saving,
    "aria-label": label,
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
    onKeyDown: press,
    onBlur: save,
  };
  return multiline ? (
    <Input.TextArea {...shared} autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} />
  ) : (
    <Input {...shared} size="small" maxLength={200} />
  );
}
