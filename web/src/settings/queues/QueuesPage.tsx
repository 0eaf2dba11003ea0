/** Queues: where handed-over conversations wait, whose they are, and how they stand right now. */
import { Button, Skeleton, Table } from "antd";
import { ListOrdered, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/queries";
import type { QueueOut } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { useSlowNow } from "@/ui/now";
import { Page } from "@/ui/Page";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { duration } from "@/ui/time";
import { useConfirm } from "../confirm";
import { useQueues, useTeamNames, useTeams } from "../queries";
import { RowMenu } from "../RowMenu";
import { QueueModal } from "./QueueModal";

type Editing = { queue: QueueOut | null } | null;

export default function QueuesPage() {
  const { t } = useTranslation("settings");
  const queues = useQueues();
  const teams = useTeams();
  const [editing, setEditing] = useState<Editing>(null);
  const noTeam = teams.data?.items.length === 0;
  const create = () => setEditing({ queue: null });
  const createButton = (
    <Button
      type="primary"
      icon={<Plus size={16} />}
      disabled={noTeam}
      title={noTeam ? t("queues.needTeam") : undefined}
      onClick={create}
    >
      {t("queues.new")}
    </Button>
  );
  return (
    <Page title={t("queues.title")} description={t("queues.intro")} actions={createButton}>
      {queues.isPending && <Skeleton active />}
      <ProblemAlert error={queues.error} onRetry={() => queues.refetch()} />
      {queues.data?.items.length === 0 && (
        <EmptyState
          icon={<ListOrdered size={20} />}
          title={t("queues.empty.title")}
          text={noTeam ? t("queues.needTeam") : t("queues.empty.text")}
          action={!noTeam && <Button onClick={create}>{t("queues.new")}</Button>}
        />
      )}
      {queues.data && queues.data.items.length > 0 && (
        <QueueTable queues={queues.data.items} onEdit={(queue) => setEditing({ queue })} />
      )}
      {editing && <QueueModal queue={editing.queue} onClose={() => setEditing(null)} />}
    </Page>
  );
}

interface TableProps {
  queues: QueueOut[];
  onEdit: (queue: QueueOut) => void;
}

function QueueTable({ queues, onEdit }: TableProps) {
  const { t } = useTranslation("settings");
  const { t: ui } = useTranslation("ui");
  const now = useSlowNow();
  const teamNames = useTeamNames();
  const confirm = useConfirm();
  const remove = useCommand("queue_delete", { invalidates: ["queue_list"] });
  const ask = (queue: QueueOut) =>
    confirm({
      title: t("queues.deleteTitle", { name: queue.name }),
      text: t("queues.deleteText"),
      action: t("form.delete"),
      run: () => remove.mutateAsync({ path: { id: queue.id } }),
      done: t("form.deleted"),
      inUse: t("queues.inUse"),
    });
  const number = { width: 128, align: "right", className: "numeric" } as const;
  return (
    <Table<QueueOut>
      dataSource={queues}
      rowKey="id"
      pagination={false}
      scroll={{ x: 860 }}
      columns={[
        { title: t("queues.column.name"), dataIndex: "name" },
        {
          title: t("queues.column.team"),
          render: (_, queue) => teamNames.get(queue.team_id) ?? "–",
        },
        { title: t("queues.column.waiting"), dataIndex: "waiting", ...number },
        {
          title: t("queues.column.longest"),
          ...number,
          render: (_, { longest_wait_since: since }) =>
            since === null ? "–" : duration(now - since, ui),
        },
        { title: t("queues.column.agents"), dataIndex: "agents_online", ...number },
        { title: t("queues.column.free"), dataIndex: "free_capacity", ...number },
        {
          key: "actions",
          width: 64,
          align: "right",
          render: (_, queue) => (
            <RowMenu name={queue.name} onEdit={() => onEdit(queue)} onDelete={() => ask(queue)} />
          ),
        },
      ]}
    />
  );
}
