/** Accepts an invitation: the link says who, the person chooses name and password. */
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Problem } from "@/api/problem";
import { operationQuery, useCommand } from "@/api/queries";
import type { InvitationAcceptIn, InvitationDetailsOut, Locale } from "@/api/types";
import { locales } from "@/i18n/setup";
import { useFormProblem } from "@/ui/form";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { EntranceFrame } from "./EntranceFrame";
import { useEnter } from "./entering";
import { passwordRules } from "./password";

export function Component() {
  const { token = "" } = useParams();
  const { t } = useTranslation("entrance");
  const { t: shell } = useTranslation("shell");
  const { data, error, isPending } = useQuery(
    operationQuery("invitation_lookup", { path: { token } }),
  );
  if (isPending) {
    return (
      <EntranceFrame title={shell("brand")}>
        <Skeleton active paragraph={{ rows: 5 }} title={false} />
      </EntranceFrame>
    );
  }
  if (error) {
    return (
      <EntranceFrame title={shell("brand")}>
        <ProblemAlert error={readable(error)} style={{ marginBottom: 20 }} />
        <p>
          <Link to="/login">{t("invitation.login")}</Link>
        </p>
      </EntranceFrame>
    );
  }
  return (
    <EntranceFrame
      title={t("invitation.title", { company: data.company })}
      text={t("invitation.text", { email: data.email })}
    >
      <AcceptForm token={token} details={data} />
    </EntranceFrame>
  );
}

/** The only conflict an invitation can have is that it has been used. */
function readable(error: Problem): Problem {
  return error.code === "conflict"
    ? new Problem({ code: "token_replayed", status: error.status })
    : error;
}

function AcceptForm({ token, details }: { token: string; details: InvitationDetailsOut }) {
  const { t, i18n } = useTranslation("entrance");
  const { t: ui } = useTranslation("ui");
  const { t: shell } = useTranslation("shell");
  const [form] = Form.useForm<InvitationAcceptIn>();
  const { problem, report } = useFormProblem(form);
  const accept = useCommand("invitation_accept");
  const enter = useEnter();
  return (
    <Form
      form={form}
      layout="vertical"
      size="large"
      requiredMark={false}
      validateTrigger="onBlur"
      initialValues={{ name: details.name, locale: i18n.language as Locale }}
      onFinish={(body) =>
        accept.mutate(
          { path: { token }, body },
          { onSuccess: (session) => enter(session), onError: report },
        )
      }
    >
      <Form.Item
        name="name"
        label={t("name")}
        extra={t("nameHelp")}
        rules={[{ required: true, whitespace: true, message: ui("required") }]}
      >
        <Input autoComplete="name" maxLength={80} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("password")}
        extra={t("passwordHelp")}
        rules={passwordRules(t)}
      >
        <Input.Password autoComplete="new-password" autoFocus />
      </Form.Item>
      <Form.Item name="locale" label={t("locale")}>
        <Select options={locales.map((value) => ({ value, label: shell(`locale.${value}`) }))} />
      </Form.Item>
      <ProblemAlert error={problem} style={{ marginBottom: 20 }} />
      <Form.Item>
        <Button type="primary" htmlType="submit" block loading={accept.isPending}>
          {t("invitation.submit")}
        </Button>
      </Form.Item>
    </Form>
  );
}
