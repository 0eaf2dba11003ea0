/** The fields of an FAQ entry, in the order in which one writes them. */
import { AutoComplete, Form, Input, Segmented, Switch } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import styles from "./FaqForm.module.css";
import type { FaqFields } from "./fields";
import { limits } from "./fields";
import { useCategories } from "./queries";
import { SimilarField } from "./SimilarField";

interface Props {
  isNew: boolean;
  standard: string;
  answer: string;
}

export function FaqFieldset({ isNew, standard, answer }: Props) {
  const { t } = useTranslation("knowledge");
  const tooLong = (max: number) => ({ max, message: t("editor.tooLong", { max }) });
  return (
    <>
      <Form.Item<FaqFields>
        name="question"
        label={t("field.question")}
        extra={t("editor.questionHelp")}
        rules={[
          { required: true, whitespace: true, message: t("editor.questionRequired") },
          tooLong(limits.question),
        ]}
      >
        <Input autoFocus={isNew} placeholder={t("editor.questionPlaceholder")} />
      </Form.Item>
      <Form.Item<FaqFields>
        name="answer"
        label={t("field.answer")}
        rules={[
          { required: true, whitespace: true, message: t("editor.answerRequired") },
          tooLong(limits.answer),
        ]}
        extra={<AnswerHelp length={answer.length} />}
      >
        <Input.TextArea
          autoSize={{ minRows: 5, maxRows: 16 }}
          placeholder={t("editor.answerPlaceholder")}
          className={styles.answer}
        />
      </Form.Item>
      <Form.Item<FaqFields>
        name="similar"
        label={t("field.similar")}
        extra={t("similar.help")}
        rules={[{ validator: (_, value: string[]) => checkSimilar(value, t) }]}
      >
        <SimilarField standard={standard} />
      </Form.Item>
      <Form.Item<FaqFields>
        name="category"
        label={t("field.category")}
        extra={t("editor.categoryHelp")}
        rules={[tooLong(limits.category)]}
      >
        <CategoryInput />
      </Form.Item>
      <Form.Item<FaqFields>
        name="locale"
        required
        label={t("field.locale")}
        extra={t("editor.localeHelp")}
      >
        <Segmented
          options={[
            { value: "zh-CN", label: t("locale.zh-CN") },
            { value: "en", label: t("locale.en") },
          ]}
        />
      </Form.Item>
      <Form.Item<FaqFields>
        name="enabled"
        required
        label={t("field.enabled")}
        extra={t("editor.enabledHelp")}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </>
  );
}

/** What the server would refuse; repetitions are left out on saving and need no error. */
async function checkSimilar(similar: string[], t: TFunction<"knowledge">): Promise<void> {
  if (similar.some((question) => question.trim().length > limits.similar)) {
    throw new Error(t("similar.tooLong", { max: limits.similar }));
  }
  if (similar.filter((question) => question.trim() !== "").length > limits.similarCount) {
    throw new Error(t("similar.tooMany", { max: limits.similarCount }));
  }
}

function AnswerHelp({ length }: { length: number }) {
  const { t } = useTranslation("knowledge");
  return (
    <span className={styles.answerHelp}>
      <span>{t("editor.answerHelp")}</span>
      <span className="numeric">{t("editor.characters", { count: length })}</span>
    </span>
  );
}

/** An input with the categories in use as suggestions. */
function CategoryInput(props: { value?: string; onChange?: (value: string) => void; id?: string }) {
  const { t } = useTranslation("knowledge");
  const categories = useCategories();
  const known = (categories.data?.items ?? []).filter(({ category }) => category !== "");
  return (
    <AutoComplete
      {...props}
      options={known.map(({ category }) => ({ value: category }))}
      showSearch={{
        filterOption: (typed, option) =>
          String(option?.value).toLowerCase().includes(typed.toLowerCase()),
      }}
      placeholder={t("editor.categoryPlaceholder")}
    />
  );
}
