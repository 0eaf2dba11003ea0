/** What the company itself knows about the customer, as names and values. */
import { Button, Input, Space } from "antd";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerOut } from "@/api/types";
import own from "./Attributes.module.css";
import styles from "./ContextPanel.module.css";
import type { CustomerChange } from "./CustomerCard";
import { EditableFact } from "./EditableFact";

interface Props {
  customer: CustomerOut;
  editable: boolean;
  onSave: (change: CustomerChange) => Promise<void>;
}

export function Attributes({ customer, editable, onSave }: Props) {
  const { t } = useTranslation("context");
  const { attributes } = customer;
  const names = Object.keys(attributes).sort();
  const [adding, setAdding] = useState(false);
  if (names.length === 0 && !editable) return null;

  const set = (name: string, value: string) =>
    onSave({ attributes: { ...attributes, [name]: value } });
  const remove = (name: string) => {
    const { [name]: _, ...rest } = attributes;
    return onSave({ attributes: rest }).catch(() => undefined);
  };

  return (
    <section className={styles.section}>
      <h3>{t("attributes.title")}</h3>
      <dl className={styles.facts}>
        {names.map((name) => (
          <div key={name} className={own.attribute}>
            <dt>{name}</dt>
            <dd className={own.value}>
              <EditableFact
                label={name}
                value={attributes[name] ?? ""}
                editable={editable}
                onSave={(value) => set(name, value)}
              />
              {editable && (
                <Button
                  type="text"
                  size="small"
                  className={own.remove}
                  icon={<X size={13} />}
                  aria-label={t("attributes.remove", { name })}
                  onClick={() => remove(name)}
                />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {adding ? (
        <NewAttribute onAdd={set} onDone={() => setAdding(false)} />
      ) : (
        editable && (
          <Button
            type="text"
            size="small"
            className={own.add}
            icon={<Plus size={14} />}
            onClick={() => setAdding(true)}
          >
            {t("attributes.add")}
          </Button>
        )
      )}
    </section>
  );
}

interface NewProps {
  onAdd: (name: string, value: string) => Promise<void>;
  onDone: () => void;
}

function NewAttribute({ onAdd, onDone }: NewProps) {
  const { t } = useTranslation("context");
  const { t: ui } = useTranslation("ui");
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const add = async () => {
    if (name.trim() === "") return;
    await onAdd(name.trim(), value.trim()).then(onDone, () => undefined);
  };
  return (
    <form
      className={own.form}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Space.Compact block>
        <Input
          size="small"
          autoFocus
          maxLength={60}
          placeholder={t("attributes.name")}
          aria-label={t("attributes.name")}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Input
          size="small"
          maxLength={200}
          placeholder={t("attributes.value")}
          aria-label={t("attributes.value")}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </Space.Compact>
      <div className={own.buttons}>
        <Button size="small" type="primary" htmlType="submit" disabled={name.trim() === ""}>
          {ui("save")}
        </Button>
        <Button size="small" onClick={onDone}>
          {ui("cancel")}
        </Button>
      </div>
    </form>
  );
}
