/** Accepts an invitation: the link says who, the person chooses name and password. */
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select, Skeleton } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Problem } from "@/api/problem";
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
  const { data, error, isPending, refetch } = useQuery(
    operationQuery("invitation_lookup", { path: { token } }),
  );
  if (isPending) {
    return (
      <EntranceFrame title={shell("brand")}>
        <Skeleton active paragraph={{ rows: 5 }} title={false} />
      </EntranceFrame>
    );
  }
  if (error && error.code !== "conflict" && error.code !== "not_found") {
    return (
      <EntranceFrame title={shell("brand")}>
        <ProblemAlert error={error} onRetry={() => refetch()} />
      </EntranceFrame>
    );
  }
  if (error) {
    return (
      <EntranceFrame {...refusal(error, t)}>
        <Link to="/login">{t("invitation.login")}</Link>
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

/** Why the link does not open: it is no invitation (any more), or it was used, or its time is over. */
function refusal(error: Problem, t: TFunction<"entrance">): { title: string; text: string } {
  if (error.code === "conflict") {
    return { title: t("invitation.over"), text: t("invitation.overText") };
  }
  return { title: t("invitation.unknown"), text: t("invitation.unknownText") };
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
