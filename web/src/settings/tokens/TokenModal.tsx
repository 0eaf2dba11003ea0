/** Makes a token, then shows its secret once with an example of its use. */
import { Alert, Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { urlOf } from "@/api/client";
import { useCommand } from "@/api/queries";
import type { Role, TokenOut } from "@/api/types";
import { CopyField } from "../CopyField";
import { EditModal } from "../EditModal";
import { RoleSelect } from "../members/RoleSelect";
import { expiryOf, lifetimes } from "./expiry";
import styles from "./Tokens.module.css";

const forever = 0;

interface Fields {
  name: string;
  role: Role;
  days: number;
}

export function TokenModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const [token, setToken] = useState<TokenOut | null>(null);
  const create = useCommand("token_create", { invalidates: ["token_list"] });
  if (token) return <Ready token={token} onClose={onClose} />;

  const save = async ({ name, role, days }: Fields) => {
    const lifetime = lifetimes.find((known) => known === days) ?? null;
    const expires_at = expiryOf(lifetime, Date.now());
    setToken(await create.mutateAsync({ body: { name, role, expires_at } }));
  };
  return (
    <EditModal<Fields>
      title={t("tokens.new")}
      initial={{ name: "", role: "agent", days: 90 }}
      okText={t("form.create")}
      onSave={save}
      onClose={onClose}
    >
      <Form.Item<Fields>
        name="name"
        label={t("tokens.name")}
        extra={t("tokens.nameHelp")}
        rules={[
          { required: true, whitespace: true, message: t("form.nameRequired") },
          { max: 80, message: t("form.tooLong", { max: 80 }) },
        ]}
      >
        <Input autoFocus placeholder={t("tokens.namePlaceholder")} />
      </Form.Item>
      <Form.Item<Fields> name="role" required label={t("tokens.role")} extra={t("tokens.roleHelp")}>
        <RoleSelect />
      </Form.Item>
      <Form.Item<Fields>
        name="days"
        required
        label={t("tokens.expiry")}
        extra={t("tokens.expiryHelp")}
      >
        <Select
          options={[
            ...lifetimes.map((days) => ({ value: days, label: t("tokens.days", { count: days }) })),
            { value: forever, label: t("tokens.forever") },
          ]}
        />
      </Form.Item>
      <Form.Item<Fields> noStyle dependencies={["days"]}>
        {({ getFieldValue }) =>
          getFieldValue("days") === forever && (
            <Alert type="warning" showIcon title={t("tokens.foreverWarning")} />
          )
        }
      </Form.Item>
    </EditModal>
  );
}

function Ready({ token, onClose }: { token: TokenOut; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const secret = token.secret ?? "";
  const example = `curl -H "Authorization: Bearer ${secret}" ${window.location.origin}${urlOf("conversation_list")}`;
  return (
    <Modal
      open
      title={t("tokens.ready")}
      width={640}
      mask={{ closable: false }}
      keyboard={false}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t("form.done")}</Button>}
    >
      <div className={styles.ready}>
        <Alert type="warning" showIcon title={t("tokens.readyText")} />
        <CopyField value={secret} label={t("tokens.copy")} primary />
        <p className={styles.label}>{t("tokens.usage")}</p>
        <CopyField value={example} label={t("form.copy")} block />
      </div>
    </Modal>
  );
}
