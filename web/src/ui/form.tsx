/** Manners shared by forms: the server's field errors beside the fields, unsaved work guarded. */
import { App, type FormInstance } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";
import { Problem } from "@/api/problem";
import { errorsToFields } from "./pointer";
import { useProblemText } from "./problem-text";

/**
 * Shows a problem's field errors beside their fields. Answers whether all of them found one;
 * if not, show the problem with `<ProblemAlert>` too.
 */
export function useFieldErrors(form: FormInstance) {
  const { describeField } = useProblemText();
  return (error: unknown): boolean => {
    const described = Problem.of(error).errors.map((field) => ({
      pointer: field.pointer,
      detail: describeField(field),
    }));
    const known = form.getFieldsError().map((field) => field.name.join("."));
    const { fields, rest } = errorsToFields(described, known);
    form.setFields(fields);
    return fields.length > 0 && rest.length === 0;
  };
}

/** The problem of a form's last attempt, as far as it does not stand beside a field already. */
export function useFormProblem(form: FormInstance) {
  const place = useFieldErrors(form);
  const [problem, setProblem] = useState<unknown>(null);
  return { problem, report: (error: unknown) => setProblem(place(error) ? null : error) };
}

/**
 * Asks before unsaved changes are left behind, inside the app and when the tab closes. Give a
 * function where saving leads straight to another page: it is asked at that very moment.
 */
export function useUnsavedGuard(unsaved: boolean | (() => boolean)): void {
  const { modal } = App.useApp();
  const { t } = useTranslation("ui");
  const isUnsaved = typeof unsaved === "function" ? unsaved : () => unsaved;
  const ask = useRef(isUnsaved);
  useEffect(() => {
    ask.current = isUnsaved;
  });

  const { state, proceed, reset } = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isUnsaved() && currentLocation.pathname !== nextLocation.pathname,
  );
  const answers = useRef({ proceed, reset });
  useEffect(() => {
    answers.current = { proceed, reset };
  });

  useEffect(() => {
    if (state !== "blocked") return;
    modal.confirm({
      title: t("unsaved.title"),
      content: t("unsaved.text"),
      okText: t("unsaved.leave"),
      okButtonProps: { danger: true },
      cancelText: t("unsaved.stay"),
      autoFocusButton: "cancel",
      onOk: () => answers.current.proceed?.(),
      onCancel: () => answers.current.reset?.(),
    });
  }, [state, modal, t]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (ask.current()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
}
