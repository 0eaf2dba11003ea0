/** The supervisor's view, live: queues with who waits longest, agents with presence and load. */
import { useQuery } from "@tanstack/react-query";
import { App, Dropdown, Skeleton, Table, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { operationQuery, useCommand } from "@/api/queries";
import type { AgentOut, Presence, QueueOut } from "@/api/types";
import { PresenceDot } from "@/app/PresenceSwitch";
import { presences } from "@/app/presence";
import { byAvailability } from "@/conversation/actions/AgentChoices";
import { ViewTabs } from "@/inbox/ViewTabs";
import { WaitClock } from "@/inbox/WaitClock";
import { useScope, useSession } from "@/session/session";
import { Avatar } from "@/ui/Avatar";
import { Page } from "@/ui/Page";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { useProblemText } from "@/ui/problem-text";
import { RelativeTime } from "@/ui/RelativeTime";
import { LoadBar } from "./LoadBar";
import styles from "./TeamPage.module.css";
import { useLiveQueues } from "./useLiveQueues";

export function Component() {
  const { t } = useTranslation("team");
  return (
    <Page title={t("title")} description={t("description")}>
      <div className={styles.tabs}>
        <ViewTabs view={null} />
      </div>
      <section className={styles.section}>
        <h2>{t("queues")}</h2>
        <Queues />
      </section>
      <section className={styles.section}>
        <h2>{t("agents")}</h2>
        <Agents />
      </section>
    </Page>
  );
}

function Queues() {
  const { t } = useTranslation("team");
  const queues = useLiveQueues();
  if (queues.error) {
    return <ProblemAlert error={queues.error} onRetry={() => queues.refetch()} />;
  }
  if (!queues.data) return <Skeleton active paragraph={{ rows: 3 }} title={false} />;
  if (queues.data.items.length === 0) return <p className={styles.none}>{t("noQueues")}</p>;
  return (
    <div className={styles.queues}>
      {queues.data.items.map((queue) => (
        <Queue key={queue.id} queue={queue} />
      ))}
    </div>
  );
}

function Queue({ queue }: { queue: QueueOut }) {
  const { t } = useTranslation("team");
  return (
    <Link className={styles.queue} to={`/inbox?view=queue&queue=${queue.id}`}>
      <h3>{queue.name}</h3>
      <div className={styles.waiting}>
        <strong className="numeric">{queue.waiting}</strong>
        <span>{t("waiting")}</span>
        {queue.longest_wait_since !== null && <WaitClock since={queue.longest_wait_since} />}
      </div>
      <p className="numeric">
        {t("queueAgents", { agents: queue.agents_online, free: queue.free_capacity })}
      </p>
    </Link>
  );
}

function Agents() {
  const { t } = useTranslation("team");
  const { teams } = useSession();
  const agents = useQuery(operationQuery("agent_list"));
  if (agents.error) {
    return <ProblemAlert error={agents.error} onRetry={() => agents.refetch()} />;
  }
  if (!agents.data) return <Skeleton active paragraph={{ rows: 6 }} title={false} />;

  const teamNames = new Map(teams.map((team) => [team.id, team.name]));
  const columns: TableProps<AgentOut>["columns"] = [
    {
      title: t("column.name"),
      render: (_, agent) => (
        <span className={styles.person}>
          <Avatar name={agent.member.name} size={28} />
          {agent.member.name}
        </span>
      ),
    },
    { title: t("column.presence"), render: (_, agent) => <PresenceCell agent={agent} /> },
    {
      title: t("column.load"),
      render: (_, { active, capacity }) => <LoadBar active={active} capacity={capacity} />,
    },
    {
      title: t("column.idle"),
      render: (_, { idle_since, presence }) =>
        idle_since !== null && presence === "online" ? <RelativeTime at={idle_since} /> : "–",
    },
    {
      title: t("column.teams"),
      render: (_, agent) =>
        agent.team_ids
          .map((id) => teamNames.get(id))
          .filter(Boolean)
          .join(" · ") || "–",
    },
  ];
  return (
    <Table<AgentOut>
      columns={columns}
      dataSource={agents.data.items.toSorted(byAvailability)}
      rowKey={(agent) => agent.member.id}
      pagination={false}
      scroll={{ x: 640 }}
      size="middle"
    />
  );
}

function PresenceCell({ agent }: { agent: AgentOut }) {
  const { t } = useTranslation("shell");
  const { message } = App.useApp();
  const { describe } = useProblemText();
  const scope = useScope("presence.manage");
  const update = useCommand("presence_update_member", { invalidates: ["agent_list"] });
  const shown = (
    <span className={styles.presence}>
      <PresenceDot presence={agent.presence} />
      {t(`presence.${agent.presence}`)}
    </span>
  );
  if (scope === null || scope === "own") return shown;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectedKeys: [agent.presence],
        items: presences.map((key) => ({
          key,
          icon: <PresenceDot presence={key} />,
          label: t(`presence.${key}`),
        })),
        onClick: ({ key }) =>
          update.mutate(
            { path: { id: agent.member.id }, body: { presence: key as Presence } },
            { onError: (error) => message.error(describe(error).title) },
          ),
      }}
    >
      <button type="button" className={styles.change}>
        {shown}
      </button>
    </Dropdown>
  );
}
