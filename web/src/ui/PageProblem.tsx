/** The page that could not be shown: what to do, and a way back. */
import { Button } from "antd";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { FullPageState } from "./FullPageState";
import { useProblemText } from "./problem-text";

export function PageProblem() {
  const error = useRouteError();
  const { t } = useTranslation("ui");
  const { describe } = useProblemText();
  const { title, advice } = describe(error);
  return (
    <FullPageState
      icon={<TriangleAlert size={20} strokeWidth={1.75} />}
      title={title}
      text={advice}
      action={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t("reload")}
        </Button>
      }
    />
  );
}
