/**
 * A form in a dialog: labels above, the server's errors at the fields, unsaved changes asked about before closing. When a
 * colleague was faster it says so and lets the person save again over the newer version.
 */
import { Alert, App, Form, type FormInstance, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { useFieldErrors } from "@/ui/form";
import { ProblemAlert } from "@/ui/ProblemAlert";

interface Props<Values extends object> {
  title: string;
  initial: Values;
  okText: string;
  /** Resolves when saved; what it throws is shown. */
  onSave: (values: Values) => Promise<unknown>;
  onClose: () => void;
  /** Reads the newer version after a stale write. */
  onStale?: () => void;
  /** Beside the buttons, on the left. */
  extra?: ReactNode;
  width?: number;
  children: ReactNode | ((form: FormInstance<Values>) => ReactNode);
}

export function EditModal<Values extends object>(props: Props<Values>) {
  const { title, initial, okText, onSave, onClose, onStale, extra, width = 520, children } = props;
  const { t } = useTranslation("settings");
  const [form] = Form.useForm<Values>();
  const place = useFieldErrors(form);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const askClose = useAskClose(form, onClose);

  const save = async (values: Values) => {
    setBusy(true);
    setProblem(null);
    try {
      await onSave({ ...initial, ...values });
    } catch (error) {
      const failure = Problem.of(error);
      if (failure.code === "stale_version") onStale?.();
      if (!place(failure)) setProblem(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      title={title}
      width={width}
      okText={okText}
      cancelText={t("form.cancel")}
      confirmLoading={busy}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={askClose}
      footer={(_, { OkBtn, CancelBtn }) => (
        <div style={{ display: "flex", gap: 8, alignItems: "center" }}>
          <div style={{ marginRight: "auto" }}>{extra}</div>
          <CancelBtn />
          <OkBtn />
        </div>
      )}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        style={{ paddingTop: 12 }}
        initialValues={initial}
        validateTrigger="onBlur"
        onFinish={save}
        autoComplete="off"
      >
        {problem?.code === "stale_version" ? (
          <Alert type="warning" showIcon title={t("form.stale")} style={{ marginBottom: 16 }} />
        ) : (
          problem && <ProblemAlert error={problem} style={{ marginBottom: 16 }} />
        )}
        {typeof children === "function" ? children(form) : children}
        {/* Lets Enter in a field submit although the visible button stands outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden />
      </Form>
    </Modal>
  );
}

function useAskClose<Values extends object>(form: FormInstance<Values>, onClose: () => void) {
  const { t } = useTranslation("ui");
  const { modal } = App.useApp();
  return () => {
    if (!form.isFieldsTouched()) return onClose();
    modal.confirm({
      title: t("unsaved.title"),
      content: t("unsaved.text"),
      okText: t("unsaved.leave"),
      okButtonProps: { danger: true },
      cancelText: t("unsaved.stay"),
      onOk: onClose,
    });
  };
}
