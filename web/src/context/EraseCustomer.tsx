/**
 * Erases a customer and everything about them, for those who may. Nothing brings it back, so the name has to be typed first.
 */
import { App, Button, Input, Modal } from "antd";
import { Eraser } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { useCommand } from "@/api/queries";
import type { CustomerOut } from "@/api/types";
import { useCan } from "@/session/session";
import { ProblemAlert } from "@/ui/ProblemAlert";
import styles from "./EraseCustomer.module.css";

export function EraseCustomer({ customer }: { customer: CustomerOut }) {
  const { t } = useTranslation("context");
  const [asking, setAsking] = useState(false);
  if (!useCan()("customer.erase")) return null;
  return (
    <div className={styles.place}>
      <Button
        type="text"
        danger
        size="small"
        icon={<Eraser size={14} strokeWidth={1.75} aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        {t("erase.open")}
      </Button>
      {asking && <Question customer={customer} onClose={() => setAsking(false)} />}
    </div>
  );
}

function Question({ customer, onClose }: { customer: CustomerOut; onClose: () => void }) {
  const { t } = useTranslation("context");
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const [typed, setTyped] = useState("");
  const field = useId();
  const erase = useCommand("customer_erase", {
    invalidates: ["customer_list", "conversation_list", "conversation_counts"],
  });
  const run = () =>
    erase.mutate(
      { path: { id: customer.id } },
      {
        onSuccess: () => {
          void message.success(t("erase.done"));
          navigate({ pathname: "/inbox", search: `${parameters}` });
        },
      },
    );
  const sure = typed.trim() === customer.name.trim();
  return (
    <Modal
      open
      title={t("erase.title", { name: customer.name })}
      okText={t("erase.action")}
      okButtonProps={{ danger: true, disabled: !sure, loading: erase.isPending }}
      cancelText={t("erase.cancel")}
      onOk={run}
      onCancel={onClose}
      destroyOnHidden
    >
      <p>{t("erase.text", { count: customer.conversation_count })}</p>
      <p className={styles.lasting}>{t("erase.lasting")}</p>
      <div className={styles.confirm}>
        <label htmlFor={field}>{t("erase.type", { name: customer.name })}</label>
        <Input
          id={field}
          value={typed}
          autoFocus
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={() => sure && run()}
        />
      </div>
      {erase.error && <ProblemAlert error={erase.error} />}
    </Modal>
  );
}
