/** Passes a conversation on: to a queue or a colleague, with a note that only colleagues see. */
import { useQuery } from "@tanstack/react-query";
import { Form, Input, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import { operationQuery } from "@/api/queries";
import type { ConversationOut } from "@/api/types";
import { useSession } from "@/session/session";
import { byAvailability } from "./AgentChoices";
import type { Actions } from "./useActions";

interface Props {
  conversation: ConversationOut;
  actions: Actions;
  onClose: () => void;
}

interface Values {
  to: string;
  note?: string;
}

export function TransferModal({ conversation, actions, onClose }: Props) {
  const { t } = useTranslation("conversation");
  const { t: ui } = useTranslation("ui");
  const [form] = Form.useForm<Values>();
  const groups = useTargets(conversation);
  const labels = new Map(
    groups.flatMap((group) => group.options.map((option) => [option.value, option.name])),
  );

  const submit = ({ to, note }: Values) => {
    const [kind, id = ""] = to.split(":");
    const target = kind === "queue" ? { queue_id: id } : { member_id: id };
    actions.transfer({ to: target, note: note?.trim() || null }, labels.get(to) ?? "");
    onClose();
  };

  return (
    <Modal
      open
      width={440}
      title={t("transfer.title")}
      okText={t("transfer.submit")}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item
          name="to"
          label={t("transfer.to")}
          rules={[{ required: true, message: ui("required") }]}
        >
          <Select
            autoFocus
            showSearch={{ optionFilterProp: "name" }}
            placeholder={t("transfer.placeholder")}
            options={groups}
          />
        </Form.Item>
        <Form.Item name="note" label={t("transfer.note")} extra={t("transfer.noteHelp")}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function useTargets(conversation: ConversationOut) {
  const { t } = useTranslation("conversation");
  const { t: shell } = useTranslation("shell");
  const { member } = useSession();
  const queues = useQuery(operationQuery("queue_list"));
  const agents = useQuery(operationQuery("agent_list"));
  const colleagues = (agents.data?.items ?? [])
    .filter(({ member: { id } }) => id !== member.id && id !== conversation.member?.id)
    .sort(byAvailability);
  return [
    {
      label: t("transfer.queues"),
      options: (queues.data?.items ?? [])
        .filter((queue) => queue.brand_id === conversation.brand_id)
        .map((queue) => ({
          value: `queue:${queue.id}`,
          name: queue.name,
          label: t("transfer.queue", {
            name: queue.name,
            waiting: queue.waiting,
            agents: queue.agents_online,
          }),
        })),
    },
    {
      label: t("transfer.colleagues"),
      options: colleagues.map((agent) => ({
        value: `member:${agent.member.id}`,
        name: agent.member.name,
        label: t("transfer.colleague", {
          name: agent.member.name,
          presence: shell(`presence.${agent.presence}`),
          active: agent.active,
          capacity: agent.capacity,
        }),
      })),
    },
  ];
}
