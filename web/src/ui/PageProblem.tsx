/** The page that could not be shown: what to do, and a way back. */
import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { useProblemText } from "./problem-text";

export function PageProblem() {
  const error = useRouteError();
  const { t } = useTranslation("ui");
  const { describe } = useProblemText();
  const { title, advice } = describe(error);
  return (
    <Result
      status="warning"
      title={title}
      subTitle={advice}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t("reload")}
        </Button>
      }
    />
  );
}
