/** The first start: creates the company and its first administrator. */
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { operationQuery, useCommand } from "@/api/queries";
import type { Locale, SetupIn } from "@/api/types";
import { locales } from "@/i18n/setup";
import { useFormProblem } from "@/ui/form";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { EntranceFrame } from "./EntranceFrame";
import { useEnter } from "./entering";
import { passwordRules } from "./password";

/** Where the first administrator sits is where the company's days begin. */
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function Component() {
  const { t, i18n } = useTranslation("entrance");
  const { t: ui } = useTranslation("ui");
  const { t: shell } = useTranslation("shell");
  const [form] = Form.useForm<SetupIn>();
  const { problem, report } = useFormProblem(form);
  const setup = useQuery(operationQuery("setup_status"));
  const complete = useCommand("setup_complete");
  const enter = useEnter();

  if (setup.data && !setup.data.required && !complete.isSuccess) {
    return <Navigate to="/login" replace />;
  }
  const needed = [{ required: true, whitespace: true, message: ui("required") }];

  return (
    <EntranceFrame title={t("setup.title")} text={t("setup.text")}>
      <Form
        form={form}
        layout="vertical"
        size="large"
        requiredMark={false}
        validateTrigger="onBlur"
        initialValues={{ locale: i18n.language as Locale }}
        onFinish={(body) =>
          complete.mutate(
            { body: { ...body, time_zone: timeZone } },
            { onSuccess: (session) => enter(session), onError: report },
          )
        }
      >
        <Form.Item
          name="company"
          label={t("setup.company")}
          extra={t("setup.companyHelp")}
          rules={needed}
        >
          <Input autoComplete="organization" autoFocus maxLength={80} />
        </Form.Item>
        <Form.Item name="name" label={t("name")} extra={t("nameHelp")} rules={needed}>
          <Input autoComplete="name" maxLength={80} />
        </Form.Item>
        <Form.Item
          name="email"
          label={t("email")}
          rules={[{ required: true, type: "email", message: t("emailInvalid") }]}
        >
          <Input type="email" autoComplete="username" inputMode="email" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t("password")}
          extra={t("passwordHelp")}
          rules={passwordRules(t)}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="locale" label={t("locale")}>
          <Select options={locales.map((value) => ({ value, label: shell(`locale.${value}`) }))} />
        </Form.Item>
        <ProblemAlert error={problem} style={{ marginBottom: 20 }} />
        <Form.Item>
          <Button type="primary" htmlType="submit" block loading={complete.isPending}>
            {t("setup.submit")}
          </Button>
        </Form.Item>
      </Form>
    </EntranceFrame>
  );
}
