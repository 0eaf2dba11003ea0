/** Which sites may embed the channel. */
import { Alert, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./Channels.module.css";
import type { ChannelFields } from "./fields";
import { findBadOrigin, parseOrigins } from "./origins";

export function OriginsField() {
  const { t } = useTranslation("settings");
  const origins = parseOrigins(Form.useWatch("origins") ?? "");
  return (
    <section className={styles.section}>
      <h2>{t("channels.section.access")}</h2>
      <Form.Item<ChannelFields>
        name="origins"
        label={t("channels.originsLabel")}
        extra={t("channels.originsHelp")}
        rules={[
          {
            validator: async (_, text: string) => {
              const bad = findBadOrigin(parseOrigins(text));
              if (bad) throw new Error(t("channels.originInvalid", { origin: bad }));
            },
          },
        ]}
      >
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          placeholder={t("channels.originsPlaceholder")}
          spellCheck={false}
        />
      </Form.Item>
      {origins.includes("*") && (
        <Alert type="warning" showIcon title={t("channels.originsAnyWarning")} />
      )}
    </section>
  );
}
