/** One channel: how it looks and what it says, how it is installed, and how customers prove who they are. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Tabs } from "antd";
import { ArrowLeft, Unplug } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { operationQuery } from "@/api/queries";
import { EmptyState } from "@/ui/EmptyState";
import { forEditing } from "@/ui/editing";
import { useFilter } from "@/ui/filter";
import { Page } from "@/ui/Page";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { ChannelForm } from "./ChannelForm";
import { IdentityTab } from "./IdentityTab";
import { InstallTab } from "./InstallTab";

export default function ChannelPage() {
  const { t } = useTranslation("settings");
  const { channelId = "" } = useParams();
  const [tab, setTab] = useFilter("tab");
  const channel = useQuery(
    forEditing(operationQuery("channel_lookup", { path: { id: channelId } })),
  );
  if (channel.error?.status === 404) {
    return (
      <Page title={t("channels.title")}>
        <EmptyState
          icon={<Unplug size={20} />}
          title={t("channels.notFound")}
          action={<Link to="/settings/channels">{t("channels.back")}</Link>}
        />
      </Page>
    );
  }
  return (
    <Page
      title={channel.data?.name ?? t("channels.title")}
      description={
        <Link to="/settings/channels">
          <ArrowLeft size={14} style={{ verticalAlign: -2 }} /> {t("channels.back")}
        </Link>
      }
    >
      {!channel.isFetchedAfterMount && <Skeleton active paragraph={{ rows: 8 }} />}
      <ProblemAlert error={channel.error} onRetry={() => channel.refetch()} />
      {channel.isFetchedAfterMount && channel.data && (
        <Tabs
          activeKey={tab || "look"}
          onChange={(key) => setTab(key === "look" ? null : key)}
          items={[
            {
              key: "look",
              label: t("channels.section.look"),
              children: <ChannelForm key={channel.data.id} channel={channel.data} />,
            },
            {
              key: "install",
              label: t("channels.section.install"),
              children: <InstallTab channel={channel.data} />,
            },
            {
              key: "identity",
              label: t("channels.section.identity"),
              children: <IdentityTab channel={channel.data} />,
            },
          ]}
        />
      )}
    </Page>
  );
}
