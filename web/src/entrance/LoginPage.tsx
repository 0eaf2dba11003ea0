/** Login by email and password; on a demo server, its accounts are one click away. */
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import { operationQuery, useCommand } from "@/api/queries";
import type { SessionIn } from "@/api/types";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { EntranceFrame } from "./EntranceFrame";
import styles from "./EntranceFrame.module.css";
import { useEnter } from "./entering";

const demoPassword = "yingda-demo-2026";
const demoAccounts = ["admin", "supervisor", "agent", "agent2", "knowledge", "analyst"] as const;

export function Component() {
  const { t } = useTranslation("entrance");
  const { t: ui } = useTranslation("ui");
  const [parameters] = useSearchParams();
  const [form] = Form.useForm<SessionIn>();
  const setup = useQuery(operationQuery("setup_status"));
  const login = useCommand("session_create");
  const enter = useEnter();

  if (setup.data?.required) return <Navigate to="/setup" replace />;

  const submit = (body: SessionIn) =>
    login.mutate({ body }, { onSuccess: (session) => enter(session, parameters.get("next")) });

  return (
    <EntranceFrame title={t("login.title")}>
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={submit}>
        <Form.Item
          name="email"
          label={t("email")}
          rules={[{ required: true, message: ui("required") }]}
        >
          <Input type="email" autoComplete="username" autoFocus inputMode="email" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t("password")}
          rules={[{ required: true, message: ui("required") }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <ProblemAlert error={login.error} style={{ marginBottom: 20 }} />
        <Button
          className={styles.submit}
          type="primary"
          htmlType="submit"
          block
          loading={login.isPending}
        >
          {t("login.submit")}
        </Button>
      </Form>
      {setup.data?.demo && (
        <div className={styles.demo}>
          <p>
            {t("login.demo")} · {t("login.demoHelp")}
          </p>
          <div>
            {demoAccounts.map((account) => (
              <Button
                key={account}
                size="small"
                onClick={() =>
                  form.setFieldsValue({ email: `${account}@demo.yingda`, password: demoPassword })
                }
              >
                {t(`demo.${account}`)}
              </Button>
            ))}
          </div>
        </div>
      )}
    </EntranceFrame>
  );
}
