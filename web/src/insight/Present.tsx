/** How things stand now: who waits, queue by queue, and who of the agents is there. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AgentsNowOut, PresentOut } from "@/api/types";
import { WaitClock } from "@/inbox/WaitClock";
import { useCan } from "@/session/session";
import { Definition } from "./Definition";
import { count } from "./format";
import styles from "./Present.module.css";

export function Present({ present }: { present: PresentOut }) {
  const { t } = useTranslation("insight");
  return (
    <section aria-label={t("present.title")} className={styles.present}>
      <Waiting present={present} />
      <Agents agents={present.agents} />
    </section>
  );
}

function Waiting({ present }: { present: PresentOut }) {
  const { t, i18n } = useTranslation("insight");
  return (
    <div className={styles.card}>
      <div className={styles.head}>
        <Definition name={t("present.waiting")} text={t("present.waitingHelp")} as="h2" />
        {present.longest_wait_since !== null && <WaitClock since={present.longest_wait_since} />}
      </div>
      <div className={styles.body}>
        <strong className={`numeric ${styles.big}`}>{count(present.waiting, i18n.language)}</strong>
        <ul className={styles.queues} aria-label={t("present.queues")}>
          {present.queues.map((queue) => (
            <li key={queue.id}>
              <QueueName id={queue.id} name={queue.name} />
              <span className="numeric" data-none={queue.waiting === 0 || undefined}>
                {count(queue.waiting, i18n.language)}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function QueueName({ id, name }: { id: string; name: string }) {
  const can = useCan();
  if (!can("conversation.read")) return <span className={styles.name}>{name}</span>;
  return (
    <Link className={styles.name} to={`/inbox?view=queue&queue=${id}`}>
      {name}
    </Link>
  );
}

const states = ["available", "full", "away", "offline"] as const;

function Agents({ agents }: { agents: AgentsNowOut }) {
  const { t, i18n } = useTranslation("insight");
  const { active, capacity } = agents;
  const load = capacity > 0 ? Math.min(active / capacity, 1) : 0;
  return (
    <div className={styles.card}>
      <div className={styles.head}>
        <Definition name={t("present.agents")} text={t("present.agentsHelp")} as="h2" />
      </div>
      <ul className={styles.states}>
        {states.map((state) => (
          <li key={state} data-state={state}>
            <strong className={`numeric ${styles.big}`}>
              {count(agents[state], i18n.language)}
            </strong>
            <span className={styles.state}>{t(`present.${state}`)}</span>
          </li>
        ))}
      </ul>
      <div className={styles.load}>
        <span>{t("present.load")}</span>
        <span className={styles.bar} data-full={load === 1 || undefined} aria-hidden="true">
          <i style={{ width: `${load * 100}%` }} />
        </span>
        <span className="numeric">
          {capacity > 0 ? t("present.loadOf", { active, capacity }) : t("present.noLoad")}
        </span>
      </div>
    </div>
  );
}
