/** A problem shown beside the thing it is about. Renders nothing without one. */
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { useProblemText } from "./problem-text";

interface Props {
  error: unknown;
  onRetry?: () => void;
  style?: React.CSSProperties;
}

export function ProblemAlert({ error, onRetry, style }: Props) {
  const { t } = useTranslation("ui");
  const { describe, describeField } = useProblemText();
  if (!error) return null;
  const problem = Problem.of(error);
  const { title, advice } = describe(problem);
  const details = problem.errors.map(describeField);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      style={style}
      title={title}
      description={details.length > 0 ? details.join(" ") : advice}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t("retry")}
          </Button>
        )
      }
    />
  );
}
