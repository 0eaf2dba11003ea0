/** What a new company does first, shown to whoever sets it up until the first customer has written. */
import { useQuery } from "@tanstack/react-query";
import { BookOpen, Check, ChevronRight, Code, type LucideIcon, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { operationQuery } from "@/api/queries";
import { useCan } from "@/session/session";
import styles from "./FirstSteps.module.css";

/** Whether nothing has ever been said here, and this member is the one to change that. */
export function useIsNew(): boolean {
  const can = useCan();
  const sets = can("channel.manage") && can("faq.write") && can("member.manage");
  const { data: counts } = useQuery({ ...operationQuery("conversation_counts"), enabled: sets });
  const idle = counts !== undefined && counts.open + counts.snoozed === 0;
  const { data: done } = useQuery({
    ...operationQuery("conversation_list", {
      query: { view: "all", status: "resolved", limit: 1 },
    }),
    enabled: sets && idle,
  });
  return sets && idle && done?.items.length === 0;
}

export function FirstSteps() {
  const { t } = useTranslation("inbox");
  const entries = useQuery(operationQuery("faq_list", { query: { limit: 1 } }));
  const channels = useQuery(operationQuery("channel_list"));
  const members = useQuery(operationQuery("member_list", { query: { limit: 2 } }));
  const channel = channels.data?.items[0];
  return (
    <section className={styles.steps} aria-label={t("firstSteps.title")}>
      <h2>{t("firstSteps.title")}</h2>
      <p>{t("firstSteps.text")}</p>
      <ol>
        <Step
          name="knowledge"
          icon={BookOpen}
          to="/knowledge"
          done={entries.data?.items.length === 1}
        />
        <Step
          name="channel"
          icon={Code}
          to={channel ? `/settings/channels/${channel.id}?tab=install` : "/settings/channels"}
          done={false}
        />
        <Step
          name="colleagues"
          icon={UserPlus}
          to="/settings/members"
          done={members.data?.items.length === 2}
        />
      </ol>
    </section>
  );
}

interface StepProps {
  name: "knowledge" | "channel" | "colleagues";
  icon: LucideIcon;
  to: string;
  done: boolean;
}

function Step({ name, icon: Icon, to, done }: StepProps) {
  const { t } = useTranslation("inbox");
  return (
    <li>
      <Link to={to} className={styles.step} data-done={done || undefined}>
        <span className={styles.icon}>
          {done ? (
            <Check size={18} aria-hidden />
          ) : (
            <Icon size={18} strokeWidth={1.75} aria-hidden />
          )}
        </span>
        <span className={styles.words}>
          <strong>{t(`firstSteps.${name}`)}</strong>
          <span>{done ? t("firstSteps.done") : t(`firstSteps.${name}Text`)}</span>
        </span>
        <ChevronRight size={16} aria-hidden />
      </Link>
    </li>
  );
}
