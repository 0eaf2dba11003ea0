/** The form of one FAQ entry with its preview. Saving is `useFaqSave`'s business; readers see the same without buttons. */
import { App, Button, Form } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FaqOut } from "@/api/types";
import { useCommands } from "@/keyboard/KeyboardProvider";
import { caps } from "@/keyboard/keys";
import { useFieldErrors, useUnsavedGuard } from "@/ui/form";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { AnswerPreview } from "./AnswerPreview";
import { ConflictModal } from "./ConflictModal";
import { DeleteButton } from "./DeleteButton";
import { FaqFacts } from "./FaqFacts";
import { FaqFieldset } from "./FaqFieldset";
import styles from "./FaqForm.module.css";
import { type FaqFields, isChanged } from "./fields";
import { useFaqSave } from "./use-faq-save";

interface Props {
  faq: FaqOut | null;
  initial: FaqFields;
  unansweredId: string | null;
  onClose: () => void;
}

const saveKeys = "mod+Enter";

export function FaqForm({ faq, initial, unansweredId, onClose }: Props) {
  const { t } = useTranslation("knowledge");
  const { message } = App.useApp();
  const [form] = Form.useForm<FaqFields>();
  const [base, setBase] = useState(initial);
  const values = { ...base, ...Form.useWatch([], form) } as FaqFields;
  const changed = isChanged(base, values);
  const leaving = useLeaving(changed, onClose);
  const place = useFieldErrors(form);
  const [version] = useState(faq?.version ?? 0);
  const save = useFaqSave({ id: faq?.id ?? null, version, base, unansweredId, onProblem: place });

  const submit = async (fields: FaqFields, stay = false) => {
    const saved = await save.submit(fields);
    if (!saved) return;
    message.success(faq ? t("editor.saved") : t("editor.created"));
    if (!stay) return leaving.leave();
    const next = { ...initial, question: "", similar: [], answer: "", category: fields.category };
    setBase(next);
    form.setFieldsValue(next);
    form.getFieldInstance("question")?.focus();
  };
  const submitAll = (stay = false) =>
    form.validateFields().then(
      () => submit({ ...base, ...form.getFieldsValue(true) }, stay),
      () => undefined,
    );
  useCommands([
    {
      id: "knowledge.save",
      label: t("editor.save"),
      group: "general",
      keys: saveKeys,
      run: () => void submitAll(),
      keyboardOnly: true,
    },
  ]);

  return (
    <div className={styles.editor}>
      <div className={styles.body}>
        <Form<FaqFields>
          form={form}
          className={styles.form}
          layout="vertical"
          initialValues={initial}
          validateTrigger="onBlur"
          onFinish={() => submitAll()}
          autoComplete="off"
        >
          {unansweredId && <p className={styles.origin}>{t("editor.fromUnanswered")}</p>}
          <FaqFieldset isNew={faq === null} standard={values.question} answer={values.answer} />
        </Form>
        <aside className={styles.side}>
          <AnswerPreview
            question={values.question}
            answer={values.answer}
            enabled={values.enabled}
          />
          {faq && <FaqFacts faq={faq} />}
        </aside>
      </div>
      <footer className={styles.footer}>
        {save.problem && <ProblemAlert error={save.problem} style={{ flexBasis: "100%" }} />}
        {faq && <DeleteButton faq={faq} onDeleted={leaving.leave} />}
        <span className={styles.hint}>
          {t("editor.shortcutSave", { keys: caps(saveKeys).join(" + ") })}
        </span>
        {!faq && !unansweredId && (
          <Button onClick={() => submitAll(true)} disabled={save.busy}>
            {t("editor.createAnother")}
          </Button>
        )}
        <Button type="primary" onClick={() => submitAll()} loading={save.busy}>
          {faq ? t("editor.save") : t("editor.create")}
        </Button>
      </footer>
      {save.conflict && (
        <ConflictModal
          key={save.conflict.version}
          base={base}
          mine={values}
          theirs={save.conflict}
          busy={save.busy}
          onSave={(fields) => submit(fields)}
          onTakeTheirs={leaving.leave}
          onCancel={save.forgetConflict}
        />
      )}
    </div>
  );
}

/** Leaves without being asked again: for after a save, when nothing is unsaved any more. */
function useLeaving(changed: boolean, onClose: () => void) {
  const left = useRef(false);
  useUnsavedGuard(() => changed && !left.current);
  const leave = () => {
    left.current = true;
    onClose();
  };
  return { leave };
}
