/** One alarm: what it is, how it stands, since when, what to do about it; and to say that one sees to it, or to have peace. */
import { Button, Dropdown } from "antd";
import { ArrowRight, BellOff, Check, OctagonAlert, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useCommand } from "@/api/queries";
import type { AlarmOut } from "@/api/types";
import { useSlowNow } from "@/ui/now";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { RelativeTime } from "@/ui/RelativeTime";
import { absolute } from "@/ui/time";
import styles from "./AlarmCard.module.css";
import { kindKey, pageOf, reading } from "./reading";
import { isMuted, isWaiting } from "./useAlarms";

const icon = { size: 16, strokeWidth: 1.75 };
const hours = [1, 8, 24, 168] as const;

export function AlarmCard({ alarm, onFollow }: { alarm: AlarmOut; onFollow: () => void }) {
  const { t, i18n } = useTranslation("alarms");
  const now = useSlowNow();
  const Icon = alarm.severity === "critical" ? OctagonAlert : TriangleAlert;
  const kind = kindKey(alarm.kind);
  const page = pageOf(alarm);
  const words = reading(alarm, t, i18n.language);
  return (
    <article
      className={styles.card}
      data-severity={alarm.severity}
      data-quiet={isWaiting(alarm, now) ? undefined : true}
      aria-label={t(`kind.${kind}.title`)}
    >
      <header className={styles.header}>
        <Icon className={styles.icon} size={18} strokeWidth={1.75} />
        <h3 className={styles.title}>{t(`kind.${kind}.title`)}</h3>
        <span className={styles.severity}>{t(`severity.${alarm.severity}`)}</span>
      </header>
      <p className={styles.reading}>{t(`kind.${kind}.reading`, words)}</p>
      <p className={styles.facts}>
        {alarm.server && <span className={styles.server}>{alarm.server}</span>}
        <span>
          {t("since")} <RelativeTime at={alarm.raised_at} />
        </span>
      </p>
      <p className={styles.meaning}>{t(`kind.${kind}.meaning`)}</p>
      <p className={styles.remedy}>
        <strong>{t("remedy")}</strong> {t(`kind.${kind}.remedy`, words)}
      </p>
      {page && (
        <Link className={styles.link} to={page} onClick={onFollow}>
          {t("page")} <ArrowRight size={14} strokeWidth={1.75} />
        </Link>
      )}
      {alarm.acknowledged_by && (
        <p className={styles.state}>
          <Check {...icon} /> {t("seenBy", { name: alarm.acknowledged_by.name })}
        </p>
      )}
      {isMuted(alarm, now) && (
        <p className={styles.state}>
          <BellOff {...icon} />{" "}
          {t("mutedUntil", { time: absolute(alarm.muted_until ?? 0, i18n.language) })}
        </p>
      )}
      <Actions alarm={alarm} muted={isMuted(alarm, now)} />
    </article>
  );
}

function Actions({ alarm, muted }: { alarm: AlarmOut; muted: boolean }) {
  const { t } = useTranslation("alarms");
  const acknowledge = useCommand("alarm_acknowledge", { invalidates: ["alarm_list"] });
  const mute = useCommand("alarm_mute", { invalidates: ["alarm_list"] });
  const path = { id: alarm.id };
  return (
    <>
      <ProblemAlert error={acknowledge.error ?? mute.error} />
      <div className={styles.actions}>
        {!alarm.acknowledged_at && (
          <Button
            size="small"
            icon={<Check {...icon} />}
            loading={acknowledge.isPending}
            onClick={() => acknowledge.mutate({ path })}
          >
            {t("acknowledge")}
          </Button>
        )}
        {muted ? (
          <Button
            size="small"
            type="text"
            loading={mute.isPending}
            onClick={() => mute.mutate({ path, body: { hours: 0 } })}
          >
            {t("unmute")}
          </Button>
        ) : (
          <Dropdown
            trigger={["click"]}
            menu={{
              items: hours.map((count) => ({ key: String(count), label: t(`hours.${count}`) })),
              onClick: ({ key }) => mute.mutate({ path, body: { hours: Number(key) } }),
            }}
          >
            <Button size="small" type="text" icon={<BellOff {...icon} />} loading={mute.isPending}>
              {t("mute")}
            </Button>
          </Dropdown>
        )}
      </div>
    </>
  );
}
