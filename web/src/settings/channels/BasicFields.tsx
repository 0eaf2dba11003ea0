/** A channel's name, queue and switch. */
import { Form, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useQueues } from "../queries";
import styles from "./Channels.module.css";
import { type ChannelFields, limits } from "./fields";

export function BasicFields() {
  const { t } = useTranslation("settings");
  const queues = useQueues();
  return (
    <section className={styles.section}>
      <h2>{t("channels.section.basic")}</h2>
      <Form.Item<ChannelFields>
        name="name"
        label={t("channels.name")}
        extra={t("channels.nameHelp")}
        rules={[
          { required: true, whitespace: true, message: t("form.nameRequired") },
          { max: limits.name, message: t("form.tooLong", { max: limits.name }) },
        ]}
      >
        <Input />
      </Form.Item>
      <Form.Item<ChannelFields>
        name="queue_id"
        label={t("channels.queueField")}
        rules={[{ required: true, message: t("channels.queueRequired") }]}
      >
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={queues.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item<ChannelFields>
        name="enabled"
        required
        label={t("channels.enabledField")}
        extra={t("channels.enabledHelp")}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </section>
  );
}
