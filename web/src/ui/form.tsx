/** Manners shared by forms: the server's field errors beside the fields, unsaved work guarded. */
import { App, type FormInstance } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";
import { Problem } from "@/api/problem";
import { useProblemText } from "./problem-text";

/**
 * Shows a problem's field errors beside their fields. Answers whether all of them found one;
 * if not, show the problem with `<ProblemAlert>` too.
 */
export function useFieldErrors(form: FormInstance) {
  const { describeField } = useProblemText();
  return (error: unknown): boolean => {
    const problem = Problem.of(error);
    let placed = 0;
    for (const field of problem.errors) {
      const name = field.pointer.split("/").slice(1);
      if (!form.getFieldInstance(name)) continue;
      form.setFields([{ name, errors: [describeField(field)] }]);
      placed += 1;
    }
    return placed > 0 && placed === problem.errors.length;
  };
}

/** Asks before unsaved changes are left behind, inside the app and when the tab closes. */
export function useUnsavedGuard(unsaved: boolean): void {
  const { modal } = App.useApp();
  const { t } = useTranslation("ui");
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && currentLocation.pathname !== nextLocation.pathname,
  );

  useEffect(() => {
    if (blocker.state !== "blocked") return;
    modal.confirm({
      title: t("unsaved.title"),
      content: t("unsaved.text"),
      okText: t("unsaved.leave"),
      okButtonProps: { danger: true },
      cancelText: t("unsaved.stay"),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, modal, t]);

  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);
}
