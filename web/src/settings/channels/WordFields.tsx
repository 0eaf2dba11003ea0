/** What the widget says, in both languages; one is shown at a time and the other is checked too. */
import { Badge, Button, Checkbox, Form, Input, Segmented } from "antd";
import { ArrowUp, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Locale } from "@/api/types";
import styles from "./Channels.module.css";
import { type ChannelFields, countMissing, limits, locales } from "./fields";

interface Props {
  locale: Locale;
  onLocale: (locale: Locale) => void;
  values: ChannelFields;
}

export function WordFields({ locale, onLocale, values }: Props) {
  const { t } = useTranslation("settings");
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2>{t("channels.section.words")}</h2>
        <Segmented<Locale>
          value={locale}
          onChange={onLocale}
          aria-label={t("channels.language")}
          options={locales.map((value) => ({
            value,
            label: (
              <Badge dot={countMissing(values, value) > 0} offset={[6, 0]}>
                {t(`locale.${value}`)}
              </Badge>
            ),
          }))}
        />
      </div>
      {locales.map((value) => (
        <div key={value} hidden={value !== locale}>
          <Words locale={value} asksConsent={values.asksConsent} />
        </div>
      ))}
    </section>
  );
}

function Words({ locale, asksConsent }: { locale: Locale; asksConsent: boolean }) {
  const { t } = useTranslation("settings");
  const rules = (max: number) => [
    {
      required: true,
      whitespace: true,
      message: t("channels.requiredIn", { language: t(`locale.${locale}`) }),
    },
    { max, message: t("form.tooLong", { max }) },
  ];
  return (
    <>
      <Form.Item
        name={["settings", "title", locale]}
        label={t("channels.titleField")}
        rules={rules(limits.title)}
      >
        <Input />
      </Form.Item>
      <Form.Item
        name={["settings", "greeting", locale]}
        label={t("channels.greeting")}
        extra={t("channels.greetingHelp")}
        rules={rules(limits.greeting)}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <Suggestions locale={locale} />
      <Form.Item
        name={["settings", "offline_notice", locale]}
        label={t("channels.offlineNotice")}
        extra={t("channels.offlineHelp")}
        rules={rules(limits.offline)}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <Form.Item name="asksConsent" valuePropName="checked">
        <Checkbox>{t("channels.consent")}</Checkbox>
      </Form.Item>
      {asksConsent && (
        <Form.Item
          name={["settings", "consent", locale]}
          label={t("channels.consentText")}
          extra={t("channels.consentHelp")}
          rules={rules(limits.consent)}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
      )}
    </>
  );
}

function Suggestions({ locale }: { locale: Locale }) {
  const { t } = useTranslation("settings");
  const tooLong = {
    max: limits.suggestion,
    message: t("form.tooLong", { max: limits.suggestion }),
  };
  return (
    <Form.Item label={t("channels.suggestions")} extra={t("channels.suggestionsHelp")}>
      <Form.List name={["settings", "suggestions"]}>
        {(fields, { add, remove, move }) => (
          <div className={styles.suggestions}>
            {fields.map(({ key, name }, index) => (
              <div key={key} className={styles.suggestion}>
                <Form.Item
                  name={[name, locale]}
                  rules={[tooLong]}
                  className={styles.suggestionItem}
                >
                  <Input aria-label={t("channels.suggestion", { number: index + 1 })} />
                </Form.Item>
                <Button
                  type="text"
                  disabled={index === 0}
                  icon={<ArrowUp size={14} />}
                  aria-label={t("channels.moveUp", { number: index + 1 })}
                  onClick={() => move(index, index - 1)}
                />
                <Button
                  type="text"
                  icon={<X size={14} />}
                  aria-label={t("channels.removeSuggestion", { number: index + 1 })}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            {fields.length < limits.suggestions && (
              <Button
                type="dashed"
                icon={<Plus size={14} />}
                onClick={() => add({ "zh-CN": "", en: "" })}
              >
                {t("channels.addSuggestion")}
              </Button>
            )}
          </div>
        )}
      </Form.List>
    </Form.Item>
  );
}
