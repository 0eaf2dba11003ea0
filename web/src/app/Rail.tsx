/** The narrow bar of sections; on a phone it lies at the bottom. */
import { useQuery } from "@tanstack/react-query";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { AlarmBell } from "@/alarms/AlarmBell";
import { addressOf } from "@/api/address";
import { operationQuery } from "@/api/queries";
import { Keys } from "@/keyboard/Keys";
import { useCan } from "@/session/session";
import { PresenceSwitch } from "./PresenceSwitch";
import styles from "./Rail.module.css";
import { type Section, sectionsFor } from "./sections";
import { UserMenu } from "./UserMenu";

export function Rail({ onAlarms }: { onAlarms: () => void }) {
  const { t } = useTranslation("shell");
  const can = useCan();
  return (
    <nav className={styles.rail} aria-label={t("rail")}>
      <img className={styles.mark} src={addressOf("/icon.svg")} alt="" width={28} height={28} />
      <div className={styles.sections}>
        {sectionsFor(can).map((section) => (
          <Entry key={section.name} section={section} />
        ))}
      </div>
      <div className={styles.person}>
        {can("alarm.manage") && <AlarmBell onOpen={onAlarms} />}
        {can("conversation.reply") && <PresenceSwitch />}
        <UserMenu />
      </div>
    </nav>
  );
}

function Entry({ section }: { section: Section }) {
  const { t } = useTranslation("shell");
  const { pathname } = useLocation();
  const active = [section.path, ...(section.also ?? [])].some((path) => pathname.startsWith(path));
  const label = t(`section.${section.name}`);
  const Icon = section.icon;
  return (
    <Tooltip
      placement="right"
      title={
        <span className={styles.tip}>
          {label} <Keys keys={section.keys} />
        </span>
      }
    >
      <Link
        to={section.path}
        className={styles.entry}
        aria-label={label}
        aria-current={active ? "page" : undefined}
      >
        <Icon size={20} strokeWidth={1.75} />
        {section.name === "inbox" && <UnreadMark />}
      </Link>
    </Tooltip>
  );
}

function UnreadMark() {
  const { t } = useTranslation("shell");
  const { data } = useQuery(operationQuery("conversation_counts"));
  if (!data?.mine_unread) return null;
  return (
    <span className={styles.unread}>
      <span className="visually-hidden">{t("unread", { count: data.mine_unread })}</span>
    </span>
  );
}
