/** The field for the question: Enter asks, unless an input method is composing. */
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Locale } from "@/api/types";
import styles from "./Try.module.css";

interface Props {
  text: string;
  locale: Locale | null;
  busy: boolean;
  onAsk: (question: string) => void;
  onLocale: (locale: Locale | null) => void;
}

export function QuestionBox({ text, locale, busy, onAsk, onLocale }: Props) {
  const { t } = useTranslation("knowledge");
  const [typed, setTyped] = useState(text);
  const ask = () => {
    if (typed.trim() !== "") onAsk(typed.trim());
  };
  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Input.TextArea
        autoFocus
        variant="borderless"
        autoSize={{ minRows: 1, maxRows: 6 }}
        value={typed}
        maxLength={1000}
        placeholder={t("try.placeholder")}
        aria-label={t("try.placeholder")}
        className={styles.input}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          ask();
        }}
      />
      <div className={styles.boxFoot}>
        <Select
          variant="borderless"
          size="small"
          value={locale ?? ""}
          aria-label={t("try.locale")}
          popupMatchSelectWidth={false}
          onChange={(value) => onLocale((value as Locale) || null)}
          options={[
            { value: "", label: t("try.auto") },
            { value: "zh-CN", label: t("locale.zh-CN") },
            { value: "en", label: t("locale.en") },
          ]}
        />
        <Button type="primary" htmlType="submit" loading={busy} disabled={typed.trim() === ""}>
          {t("try.ask")}
        </Button>
      </div>
    </form>
  );
}
