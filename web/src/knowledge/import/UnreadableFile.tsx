/** Why a file could not be read as a whole: what is wrong with it, and what to do. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { useProblemText } from "@/ui/problem-text";

export function UnreadableFile({ error }: { error: unknown }) {
  const { t, i18n } = useTranslation("knowledge");
  const { describeField } = useProblemText();
  const { errors } = Problem.of(error);
  if (errors.length === 0) return <ProblemAlert error={error} style={{ marginBottom: 16 }} />;
  const reasons = errors.map((problem) => {
    const [, line, field] = problem.pointer.split("/");
    const key = [`${field}_${problem.code}`, problem.code].find((known) =>
      i18n.exists(`knowledge:import.fileReasons.${known}`),
    );
    return key
      ? t(`import.fileReasons.${key as "malformed"}`, { line: line || "1" })
      : describeField(problem);
  });
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      style={{ marginBottom: 16 }}
      title={t("import.unreadable")}
      description={[...new Set(reasons)].map((reason) => <div key={reason}>{reason}</div>)}
    />
  );
}
