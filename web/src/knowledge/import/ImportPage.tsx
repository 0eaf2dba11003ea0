/** Imports a file of FAQ entries in two steps: the server first says what it would do, then does it when told. */
import { Alert, Breadcrumb, Button, Result, Spin } from "antd";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { KnowledgeFrame } from "../KnowledgeFrame";
import { saveFile } from "../save-file";
import { ColumnGuide } from "./ColumnGuide";
import { DropZone } from "./DropZone";
import styles from "./Import.module.css";
import { ReportNumbers } from "./ReportNumbers";
import { ReportTable } from "./ReportTable";
import { nextStep, summarise } from "./report";
import { templateCsv } from "./template";
import { UnreadableFile } from "./UnreadableFile";
import { type ImportState, useImport } from "./use-import";

export default function ImportPage() {
  const { t } = useTranslation("knowledge");
  const run = useImport();
  const saveTemplate = () => saveFile(t("import.templateName"), templateCsv(t), "text/csv");
  return (
    <KnowledgeFrame
      title={t("import.title")}
      actions={
        <Button icon={<Download size={16} />} onClick={saveTemplate}>
          {t("import.template")}
        </Button>
      }
    >
      <div className={styles.page}>
        <Breadcrumb
          items={[
            { title: <Link to="/knowledge/faq">{t("nav.faq")}</Link> },
            { title: t("import.title") },
          ]}
        />
        <h2 className={styles.title}>{t("import.title")}</h2>
        <p className={styles.intro}>{t("import.intro")}</p>
        <Step state={run.state} onFile={run.check} onImport={run.write} onReset={run.reset} />
      </div>
    </KnowledgeFrame>
  );
}

interface StepProps {
  state: ImportState;
  onFile: (file: File) => void;
  onImport: () => void;
  onReset: () => void;
}

function Step({ state, onFile, onImport, onReset }: StepProps) {
  const { t } = useTranslation("knowledge");
  if (state.step === "working") {
    const text = state.writing ? "import.importing" : "import.checking";
    return (
      <div className={styles.working} aria-live="polite">
        <Spin />
        <span>{t(text, { name: state.file.name })}</span>
      </div>
    );
  }
  if (state.step === "checked")
    return <Checked state={state} onImport={onImport} onReset={onReset} />;
  if (state.step === "done") return <Done state={state} onReset={onReset} />;
  return (
    <>
      {state.unsupported && (
        <Alert
          type="warning"
          showIcon
          className={styles.notice}
          title={t("import.unsupported", { name: state.unsupported })}
        />
      )}
      {state.problem && <UnreadableFile error={state.problem} />}
      <DropZone onFile={onFile} />
      <ColumnGuide />
    </>
  );
}

function Checked(props: {
  state: Extract<ImportState, { step: "checked" }>;
  onImport: () => void;
  onReset: () => void;
}) {
  const { t } = useTranslation("knowledge");
  const summary = summarise(props.state.report);
  const next = nextStep(summary);
  const changes = summary.created + summary.updated;
  return (
    <section aria-label={t("import.checked")}>
      <div className={styles.checked}>
        <div>
          <h3 className={styles.file}>{props.state.file.name}</h3>
          <p className={styles.state}>
            {t("import.checked")} · {t(`import.advice.${next}`)}
          </p>
        </div>
        <div className={styles.buttons}>
          <Button onClick={props.onReset}>{t("import.chooseAnother")}</Button>
          {(next === "import_all" || next === "import_good") && (
            <Button type="primary" onClick={props.onImport}>
              {t(next === "import_all" ? "import.importAll" : "import.importGood", {
                count: changes,
              })}
            </Button>
          )}
        </div>
      </div>
      <ReportNumbers summary={summary} />
      {summary.errors.length > 0 && <ReportTable errors={summary.errors} />}
    </section>
  );
}

function Done(props: { state: Extract<ImportState, { step: "done" }>; onReset: () => void }) {
  const { t } = useTranslation("knowledge");
  const navigate = useNavigate();
  const summary = summarise(props.state.report);
  return (
    <>
      <Result
        status="success"
        title={t("import.done")}
        subTitle={t("import.doneText")}
        extra={[
          <Button key="see" type="primary" onClick={() => navigate("/knowledge/faq")}>
            {t("import.seeFaq")}
          </Button>,
          <Button key="more" onClick={props.onReset}>
            {t("import.importMore")}
          </Button>,
        ]}
      />
      <ReportNumbers summary={summary} />
      {summary.errors.length > 0 && <ReportTable errors={summary.errors} />}
    </>
  );
}
