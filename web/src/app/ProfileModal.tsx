/** My name and language. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/queries";
import type { Locale, SessionOut } from "@/api/types";
import { locales, switchLocale } from "@/i18n/setup";
import { sessionQuery, useSession } from "@/session/session";
import { useFormProblem } from "@/ui/form";
import { ProblemAlert } from "@/ui/ProblemAlert";

interface Values {
  name: string;
  locale: Locale;
}

export function ProfileModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const { t: ui } = useTranslation("ui");
  const { message } = App.useApp();
  const { member } = useSession();
  const cache = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { problem, report } = useFormProblem(form);
  const update = useCommand("member_update_self", { invalidates: ["member_list", "agent_list"] });

  const submit = (values: Values) =>
    update.mutate(
      { body: { ...values, version: member.version } },
      {
        onSuccess: (changed) => {
          cache.setQueryData(sessionQuery.queryKey, (session: SessionOut | null | undefined) =>
            session ? { ...session, member: changed } : session,
          );
          if (values.locale !== member.locale) switchLocale(values.locale);
          message.success(ui("saved"));
          onClose();
        },
        onError: report,
      },
    );

  return (
    <Modal
      open
      title={t("user.profile")}
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
        initialValues={{ name: member.name, locale: member.locale }}
        validateTrigger="onBlur"
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t("profile.name")}
          extra={t("profile.nameHelp")}
          rules={[{ required: true, whitespace: true, message: ui("required") }]}
        >
          <Input maxLength={80} autoComplete="name" />
        </Form.Item>
        <Form.Item name="locale" label={t("profile.locale")}>
          <Select options={locales.map((value) => ({ value, label: t(`locale.${value}`) }))} />
        </Form.Item>
        <ProblemAlert error={problem} />
      </Form>
    </Modal>
  );
}
