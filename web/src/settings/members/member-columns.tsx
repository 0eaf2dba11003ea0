/** What the member list shows of each member. */
import { type TableProps, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { MemberOut } from "@/api/types";
import { PresenceDot } from "@/app/PresenceSwitch";
import { useSession } from "@/session/session";
import { RelativeTime } from "@/ui/RelativeTime";
import { useTakesConversations, useTeamNames } from "../queries";
import styles from "./Members.module.css";

export function useMemberColumns(): TableProps<MemberOut>["columns"] {
  const { t } = useTranslation("settings");
  const session = useSession();
  const teamNames = useTeamNames();
  const takesConversations = useTakesConversations();
  const teamsOf = (member: MemberOut) =>
    member.team_ids.map((id) => teamNames.get(id) ?? "").filter((name) => name !== "");
  return [
    {
      title: t("members.column.member"),
      key: "member",
      render: (_, member) => <Who member={member} isMe={member.id === session.member.id} />,
    },
    {
      title: t("members.column.role"),
      width: 128,
      render: (_, member) => t(`role.${member.role}`),
    },
    {
      title: t("members.column.teams"),
      width: 176,
      render: (_, member) => {
        const teams = teamsOf(member).join(t("form.separator"));
        return teams || <span className={styles.quiet}>{t("members.noTeam")}</span>;
      },
    },
    {
      title: <Tooltip title={t("members.loadHint")}>{t("members.column.load")}</Tooltip>,
      width: 96,
      align: "right",
      className: "numeric",
      responsive: ["xl"],
      render: (_, { role, active, capacity }) =>
        takesConversations(role) ? `${active} / ${capacity}` : "–",
    },
    {
      title: t("members.column.state"),
      width: 112,
      render: (_, member) => <State member={member} takes={takesConversations(member.role)} />,
    },
    {
      title: t("members.column.lastSeen"),
      width: 136,
      responsive: ["xl"],
      render: (_, member) =>
        member.last_seen_at === null ? (
          <span className={styles.quiet}>{t("members.never")}</span>
        ) : (
          <RelativeTime at={member.last_seen_at} className={styles.quiet} />
        ),
    },
  ];
}

function Who({ member, isMe }: { member: MemberOut; isMe: boolean }) {
  const { t } = useTranslation("settings");
  return (
    <div className={styles.who}>
      <div className={styles.name}>
        <span>{member.name}</span>
        {isMe && <Tag>{t("members.you")}</Tag>}
      </div>
      <div className={styles.email}>{member.email}</div>
    </div>
  );
}

function State({ member, takes }: { member: MemberOut; takes: boolean }) {
  const { t } = useTranslation("settings");
  if (member.state === "disabled") return <Tag>{t("members.disabled")}</Tag>;
  if (!takes) return "–";
  return (
    <span className={styles.presence}>
      <PresenceDot presence={member.presence} />
      {t(`members.presence.${member.presence}`)}
    </span>
  );
}
