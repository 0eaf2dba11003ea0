/** Queues and colleagues at a glance, live. Used beside a conversation and on the team page. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { operationQuery } from "@/api/queries";
import { PresenceDot } from "@/app/PresenceSwitch";
import panel from "@/context/ContextPanel.module.css";
import { byAvailability } from "@/conversation/actions/AgentChoices";
import { WaitClock } from "@/inbox/WaitClock";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { LoadBar } from "./LoadBar";
import styles from "./TeamState.module.css";
import { useLiveQueues } from "./useLiveQueues";

export function TeamState() {
  const { t } = useTranslation("team");
  const queues = useLiveQueues();
  const agents = useQuery(operationQuery("agent_list"));
  const error = queues.error ?? agents.error;
  if (error) {
    return (
      <div className={panel.body}>
        <ProblemAlert error={error} />
      </div>
    );
  }
  if (!queues.data || !agents.data) {
    return (
      <div className={panel.body}>
        <Skeleton active paragraph={{ rows: 8 }} title={false} />
      </div>
    );
  }
  const present = agents.data.items.filter((agent) => agent.presence !== "offline");
  return (
    <div className={panel.body}>
      <section className={panel.section}>
        <h3>{t("queues")}</h3>
        <ul className={styles.list}>
          {queues.data.items.map((queue) => (
            <li key={queue.id}>
              <span className={styles.name}>{queue.name}</span>
              {queue.longest_wait_since !== null && <WaitClock since={queue.longest_wait_since} />}
              <strong className="numeric">{queue.waiting}</strong>
            </li>
          ))}
        </ul>
      </section>
      <section className={panel.section}>
        <h3>{t("present", { count: present.length })}</h3>
        <ul className={styles.list}>
          {present.sort(byAvailability).map((agent) => (
            <li key={agent.member.id}>
              <PresenceDot presence={agent.presence} />
              <span className={styles.name}>{agent.member.name}</span>
              <LoadBar active={agent.active} capacity={agent.capacity} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
