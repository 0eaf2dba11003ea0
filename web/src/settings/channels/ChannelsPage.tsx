/** The channels customers come through. Each opens on its own page. */
import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton, Table, Tag } from "antd";
import { MessagesSquare, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { operationQuery } from "@/api/queries";
import type { ChannelOut } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { Page } from "@/ui/Page";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { useQueues } from "../queries";
import styles from "./Channels.module.css";
import { NewChannelModal } from "./NewChannelModal";

export default function ChannelsPage() {
  const { t } = useTranslation("settings");
  const channels = useQuery(operationQuery("channel_list"));
  const queues = useQueues();
  const [creating, setCreating] = useState(false);
  const noQueue = queues.data?.items.length === 0;
  return (
    <Page
      title={t("channels.title")}
      description={t("channels.intro")}
      actions={
        <Button
          type="primary"
          icon={<Plus size={16} />}
          disabled={noQueue}
          title={noQueue ? t("channels.needQueue") : undefined}
          onClick={() => setCreating(true)}
        >
          {t("channels.new")}
        </Button>
      }
    >
      {channels.isPending && <Skeleton active />}
      <ProblemAlert error={channels.error} onRetry={() => channels.refetch()} />
      {channels.data?.items.length === 0 && (
        <EmptyState
          icon={<MessagesSquare size={20} />}
          title={t("channels.empty.title")}
          text={noQueue ? t("channels.needQueue") : t("channels.empty.text")}
          action={
            !noQueue && <Button onClick={() => setCreating(true)}>{t("channels.new")}</Button>
          }
        />
      )}
      {channels.data && channels.data.items.length > 0 && (
        <ChannelTable channels={channels.data.items} />
      )}
      {creating && <NewChannelModal onClose={() => setCreating(false)} />}
    </Page>
  );
}

function ChannelTable({ channels }: { channels: ChannelOut[] }) {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  const queues = useQueues();
  const queueName = (id: string) =>
    queues.data?.items.find((queue) => queue.id === id)?.name ?? "–";
  const open = (channel: ChannelOut) => void navigate(`/settings/channels/${channel.id}`);
  return (
    <Table<ChannelOut>
      dataSource={channels}
      rowKey="id"
      pagination={false}
      scroll={{ x: 720 }}
      onRow={(channel) => ({
        className: styles.openable,
        tabIndex: 0,
        onClick: () => open(channel),
        onKeyDown: (event) => event.key === "Enter" && open(channel),
      })}
      columns={[
        {
          title: t("channels.column.name"),
          render: (_, channel) => (
            <span className={styles.name}>
              <span className={styles.dot} style={{ background: channel.settings.color }} />
              {channel.name}
            </span>
          ),
        },
        { title: t("channels.column.kind"), width: 120, render: () => t("channels.web") },
        { title: t("channels.column.queue"), render: (_, channel) => queueName(channel.queue_id) },
        {
          title: t("channels.column.origins"),
          width: 180,
          render: (_, channel) => <Origins origins={channel.allowed_origins} />,
        },
        {
          title: t("channels.column.state"),
          width: 112,
          render: (_, { enabled }) => (
            <Tag color={enabled ? "success" : "default"}>
              {t(enabled ? "channels.enabled" : "channels.disabled")}
            </Tag>
          ),
        },
      ]}
    />
  );
}

function Origins({ origins }: { origins: string[] }) {
  const { t } = useTranslation("settings");
  if (origins.length === 0) return t("channels.originsOwn");
  if (origins.includes("*")) return t("channels.originsAny");
  return <span title={origins.join("\n")}>{t("channels.origins", { count: origins.length })}</span>;
}
