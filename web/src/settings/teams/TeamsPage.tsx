/** Teams: who serves which queues. */
import { App, Button, Form, Input, Skeleton, Table } from "antd";
import { Plus, UsersRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/queries";
import type { TeamOut } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { Page } from "@/ui/Page";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { RelativeTime } from "@/ui/RelativeTime";
import { useConfirm } from "../confirm";
import { EditModal } from "../EditModal";
import { useBrandId, useQueues, useTeams } from "../queries";
import { RowMenu } from "../RowMenu";
import { useVersion } from "../version";

type Editing = { team: TeamOut | null } | null;

export default function TeamsPage() {
  const { t } = useTranslation("settings");
  const teams = useTeams();
  const [editing, setEditing] = useState<Editing>(null);
  const create = () => setEditing({ team: null });
  const createButton = (
    <Button type="primary" icon={<Plus size={16} />} onClick={create}>
      {t("teams.new")}
    </Button>
  );
  return (
    <Page title={t("teams.title")} description={t("teams.intro")} actions={createButton}>
      {teams.isPending && <Skeleton active />}
      <ProblemAlert error={teams.error} onRetry={() => teams.refetch()} />
      {teams.data?.items.length === 0 && (
        <EmptyState
          icon={<UsersRound size={20} />}
          title={t("teams.empty.title")}
          text={t("teams.empty.text")}
          action={<Button onClick={create}>{t("teams.new")}</Button>}
        />
      )}
      {teams.data && teams.data.items.length > 0 && (
        <TeamTable teams={teams.data.items} onEdit={(team) => setEditing({ team })} />
      )}
      {editing && <TeamModal team={editing.team} onClose={() => setEditing(null)} />}
    </Page>
  );
}

interface TableProps {
  teams: TeamOut[];
  onEdit: (team: TeamOut) => void;
}

function TeamTable({ teams, onEdit }: TableProps) {
  const { t } = useTranslation("settings");
  const queues = useQueues();
  const confirm = useConfirm();
  const remove = useCommand("team_delete", { invalidates: ["team_list", "session_lookup"] });
  const queuesOf = (team: TeamOut) =>
    queues.data?.items.filter((queue) => queue.team_id === team.id).map(({ name }) => name) ?? [];
  const ask = (team: TeamOut) =>
    confirm({
      title: t("teams.deleteTitle", { name: team.name }),
      text: t("teams.deleteText"),
      action: t("form.delete"),
      run: () => remove.mutateAsync({ path: { id: team.id } }),
      done: t("form.deleted"),
      inUse: t("teams.inUse"),
    });
  return (
    <Table<TeamOut>
      dataSource={teams}
      rowKey="id"
      pagination={false}
      scroll={{ x: 640 }}
      columns={[
        { title: t("teams.column.name"), dataIndex: "name", className: "strong" },
        {
          title: t("teams.column.members"),
          dataIndex: "member_count",
          width: 96,
          align: "right",
          className: "numeric",
        },
        {
          title: t("teams.column.queues"),
          render: (_, team) => queuesOf(team).join("、") || "–",
        },
        {
          title: t("teams.column.created"),
          width: 140,
          render: (_, team) => <RelativeTime at={team.created_at} />,
        },
        {
          key: "actions",
          width: 64,
          align: "right",
          render: (_, team) => (
            <RowMenu name={team.name} onEdit={() => onEdit(team)} onDelete={() => ask(team)} />
          ),
        },
      ]}
    />
  );
}

function TeamModal({ team, onClose }: { team: TeamOut | null; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const { message } = App.useApp();
  const brandId = useBrandId();
  const teams = useTeams();
  const readAgain = async () => (await teams.refetch()).data?.items ?? [];
  const [version, takeNewer] = useVersion(team, readAgain);
  const invalidates = ["team_list", "session_lookup"] as const;
  const create = useCommand("team_create", { invalidates: [...invalidates] });
  const update = useCommand("team_update", { invalidates: [...invalidates] });
  const save = async ({ name }: { name: string }) => {
    if (team) await update.mutateAsync({ path: { id: team.id }, body: { name, version } });
    else await create.mutateAsync({ body: { brand_id: brandId, name } });
    message.success(t(team ? "form.saved" : "form.created"));
    onClose();
  };
  return (
    <EditModal
      title={t(team ? "teams.edit" : "teams.new")}
      initial={{ name: team?.name ?? "" }}
      okText={t(team ? "form.save" : "form.create")}
      onSave={save}
      onClose={onClose}
      onStale={takeNewer}
    >
      <Form.Item
        name="name"
        label={t("teams.name")}
        rules={[
          { required: true, whitespace: true, message: t("form.nameRequired") },
          { max: 80, message: t("form.tooLong", { max: 80 }) },
        ]}
      >
        <Input autoFocus placeholder={t("teams.namePlaceholder")} />
      </Form.Item>
    </EditModal>
  );
}
