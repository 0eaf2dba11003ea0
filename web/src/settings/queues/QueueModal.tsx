/** Makes or changes a queue: its name and the team that serves it. */
import { App, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/queries";
import type { Id, QueueOut } from "@/api/types";
import { EditModal } from "../EditModal";
import { useBrandId, useQueues, useTeams } from "../queries";
import { useVersion } from "../version";

interface Fields {
  name: string;
  team_id: Id | null;
}

export function QueueModal({ queue, onClose }: { queue: QueueOut | null; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const { message } = App.useApp();
  const brandId = useBrandId();
  const teams = useTeams();
  const queues = useQueues();
  const readAgain = async () => (await queues.refetch()).data?.items ?? [];
  const [version, takeNewer] = useVersion(queue, readAgain);
  const create = useCommand("queue_create", { invalidates: ["queue_list"] });
  const update = useCommand("queue_update", { invalidates: ["queue_list"] });
  const only = teams.data?.items.length === 1 ? (teams.data.items[0]?.id ?? null) : null;

  const save = async ({ name, team_id }: Fields) => {
    const body = { name, team_id: team_id ?? "" };
    if (queue) await update.mutateAsync({ path: { id: queue.id }, body: { ...body, version } });
    else await create.mutateAsync({ body: { ...body, brand_id: brandId } });
    message.success(t(queue ? "form.saved" : "form.created"));
    onClose();
  };
  return (
    <EditModal<Fields>
      title={t(queue ? "queues.edit" : "queues.new")}
      initial={{ name: queue?.name ?? "", team_id: queue?.team_id ?? only }}
      okText={t(queue ? "form.save" : "form.create")}
      onSave={save}
      onClose={onClose}
      onStale={takeNewer}
    >
      <Form.Item<Fields>
        name="name"
        label={t("queues.name")}
        rules={[
          { required: true, whitespace: true, message: t("form.nameRequired") },
          { max: 60, message: t("form.tooLong", { max: 60 }) },
        ]}
      >
        <Input autoFocus placeholder={t("queues.namePlaceholder")} />
      </Form.Item>
      <Form.Item<Fields>
        name="team_id"
        label={t("queues.team")}
        extra={t("queues.teamHelp")}
        rules={[{ required: true, message: t("queues.teamRequired") }]}
      >
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={teams.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
          loading={teams.isPending}
        />
      </Form.Item>
    </EditModal>
  );
}
