/** A fact that becomes a field when it is clicked: Enter keeps the change, Escape drops it. */
import { Input } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { isComposing } from "@/keyboard/keys";
import { useProblemText } from "@/ui/problem-text";
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
  const refused = useRef("");
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { describe, describeField } = useProblemText();

  const save = async () => {
    const next = text.trim();
    // Leaving the field after a refusal must not ask the same again and again.
    if (saving || (refusal && next === refused.current)) return;
    if (next === value || (required && next === "")) {
      onDone();
      return;
    }
    setSaving(true);
    setRefusal(null);
    refused.current = next;
    try {
      await onSave(next);
      onDone();
    } catch (error) {
      const [field] = Problem.of(error).errors;
      const { title, advice } = describe(error);
      setRefusal(field ? describeField(field) : `${title} ${advice}`);
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
    readOnly: saving,
    status: refusal ? ("error" as const) : ("" as const),
    "aria-label": label,
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
    onKeyDown: press,
    onBlur: save,
  };
  return (
    <>
      {multiline ? (
        <Input.TextArea {...shared} autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} />
      ) : (
        <Input {...shared} size="small" maxLength={200} />
      )}
      {refusal && (
        <div className={styles.refusal} role="alert">
          {refusal}
        </div>
      )}
    </>
  );
}
