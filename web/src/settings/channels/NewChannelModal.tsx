/** Starts a new web channel with a name and a queue; everything else has a default and is set on its page. */
import { App, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useCommand } from "@/api/queries";
import type { Id } from "@/api/types";
import { EditModal } from "../EditModal";
import { useBrandId, useQueues } from "../queries";
import { limits } from "./fields";

interface Fields {
  name: string;
  queue_id: Id | null;
}

export function NewChannelModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const { message } = App.useApp();
  const navigate = useNavigate();
  const brandId = useBrandId();
  const queues = useQueues();
  const create = useCommand("channel_create", { invalidates: ["channel_list"] });
  const only = queues.data?.items.length === 1 ? (queues.data.items[0]?.id ?? null) : null;
  const save = async ({ name, queue_id }: Fields) => {
    const channel = await create.mutateAsync({
      body: { brand_id: brandId, name, queue_id: queue_id ?? "" },
    });
    message.success(t("channels.created"));
    await navigate(`/settings/channels/${channel.id}?tab=install`);
  };
  return (
    <EditModal<Fields>
      title={t("channels.new")}
      initial={{ name: "", queue_id: only }}
      okText={t("form.create")}
      onSave={save}
      onClose={onClose}
    >
      <Form.Item<Fields>
        name="name"
        label={t("channels.name")}
        extra={t("channels.nameHelp")}
        rules={[
          { required: true, whitespace: true, message: t("form.nameRequired") },
          { max: limits.name, message: t("form.tooLong", { max: limits.name }) },
        ]}
      >
        <Input autoFocus />
      </Form.Item>
      <Form.Item<Fields>
        name="queue_id"
        label={t("channels.queueField")}
        rules={[{ required: true, message: t("channels.queueRequired") }]}
      >
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={queues.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </EditModal>
  );
}
