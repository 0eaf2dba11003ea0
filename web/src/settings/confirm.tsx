/**
 * Asks before something that can't be taken back, does it, and says what came of it. A refusal by the server is shown in
 * place of the question, with what to do about it.
 */
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

interface Question {
  title: string;
  text: string;
  action: string;
  run: () => Promise<unknown>;
  done: string;
  /** What to say when the thing is still in use. */
  inUse?: string;
}

export function useConfirm(): (question: Question) => void {
  const { t } = useTranslation("settings");
  const { message, modal } = App.useApp();
  const { describe } = useProblemText();

  const refuse = (error: unknown, inUse: string | undefined) => {
    const problem = Problem.of(error);
    const { title, advice } = describe(problem);
    const shown =
      problem.code === "conflict" && inUse
        ? { title: t("form.inUse"), content: inUse }
        : { title, content: advice };
    modal.error({ ...shown, okText: t("form.close") });
  };

  return ({ title, text, action, run, done, inUse }) =>
    void modal.confirm({
      title,
      content: text,
      okText: action,
      okButtonProps: { danger: true },
      cancelText: t("form.cancel"),
      onOk: () =>
        run().then(
          () => void message.success(done),
          (error) => refuse(error, inUse),
        ),
    });
}
