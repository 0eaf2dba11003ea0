/** Changes my password. */
import { App, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/queries";
import { passwordRules } from "@/entrance/password";
import { useFormProblem } from "@/ui/form";
import { ProblemAlert } from "@/ui/ProblemAlert";

interface Values {
  current: string;
  new: string;
}

export function PasswordModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const { t: ui } = useTranslation("ui");
  const { t: entrance } = useTranslation("entrance");
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const { problem, report } = useFormProblem(form);
  const update = useCommand("password_update");

  const submit = (values: Values) =>
    update.mutate(
      { body: values },
      {
        onSuccess: () => {
          message.success(t("password.changed"));
          onClose();
        },
        onError: report,
      },
    );

  return (
    <Modal
      open
      title={t("user.password")}
      width={420}
      okText={ui("save")}
      confirmLoading={update.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        onFinish={submit}
      >
        <Form.Item
          name="current"
          label={t("password.current")}
          rules={[{ required: true, message: ui("required") }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="new"
          label={t("password.new")}
          extra={entrance("passwordHelp")}
          rules={passwordRules(entrance)}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <ProblemAlert error={problem} />
      </Form>
    </Modal>
  );
}
