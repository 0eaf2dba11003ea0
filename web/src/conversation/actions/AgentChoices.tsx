/** Colleagues to choose from: those who are online with room first. */
import { useQuery } from "@tanstack/react-query";
import { Input, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { operationQuery } from "@/api/queries";
import type { AgentOut } from "@/api/types";
import { PresenceDot } from "@/app/PresenceSwitch";
import { rankBy } from "@/palette/match";
import { useSession } from "@/session/session";
import { ChoiceList } from "@/ui/ChoiceList";
import { ProblemAlert } from "@/ui/ProblemAlert";

interface Props {
  /** Offered first, as "me"; left out where handing to oneself means nothing. */
  withMe: boolean;
  onChoose: (member: AgentOut["member"]) => void;
}

const presenceOrder = { online: 0, away: 1, offline: 2 };
const searchFrom = 8;

export function byAvailability(a: AgentOut, b: AgentOut): number {
  return (
    presenceOrder[a.presence] - presenceOrder[b.presence] ||
    b.capacity - b.active - (a.capacity - a.active) ||
    a.member.name.localeCompare(b.member.name)
  );
}

export function AgentChoices({ withMe, onChoose }: Props) {
  const { t } = useTranslation("conversation");
  const { member } = useSession();
  const [query, setQuery] = useState("");
  const agents = useQuery(operationQuery("agent_list"));

  if (agents.isPending) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  if (agents.isError) {
    return <ProblemAlert error={agents.error} onRetry={() => agents.refetch()} />;
  }
  const others = agents.data.items
    .filter((agent) => agent.member.id !== member.id)
    .sort(byAvailability);
  const found = rankBy(others, query, (agent) => [agent.member.name]);
  const me = { key: "me", label: t("assign.me"), run: () => onChoose(member) };
  const choices = found.map((agent) => ({
    key: agent.member.id,
    icon: <PresenceDot presence={agent.presence} />,
    label: agent.member.name,
    hint: `${agent.active}/${agent.capacity}`,
    run: () => onChoose(agent.member),
  }));

  return (
    <>
      {others.length > searchFrom && (
        <Input
          allowClear
          placeholder={t("assign.search")}
          aria-label={t("assign.search")}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          style={{ marginBottom: 8 }}
        />
      )}
      <ChoiceList
        label={t("assign.title")}
        choices={withMe && query === "" ? [me, ...choices] : choices}
      />
    </>
  );
}
