/** Whether I take conversations now, and how many I have of how many I can. */
import { App, Dropdown, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { useProblemText } from "@/ui/problem-text";
import styles from "./PresenceSwitch.module.css";
import { presences, useOwnState, usePresenceUpdate } from "./presence";

export function PresenceSwitch() {
  const { t } = useTranslation("shell");
  const { message } = App.useApp();
  const { describe } = useProblemText();
  const own = useOwnState();
  const update = usePresenceUpdate();
  const presence = update.isPending ? update.variables : own.presence;
  const label = t("presence.label", {
    presence: t(`presence.${presence}`),
    active: own.active,
    capacity: own.capacity,
  });

  return (
    <Dropdown
      trigger={["click"]}
      placement="topRight"
      menu={{
        selectedKeys: [presence],
        items: presences.map((key) => ({
          key,
          icon: <PresenceDot presence={key} />,
          label: (
            <span className={styles.choice}>
              {t(`presence.${key}`)}
              <small>{t(`presence.${key}Help`)}</small>
            </span>
          ),
        })),
        onClick: ({ key }) =>
          update.mutate(key as (typeof presences)[number], {
            onError: (error) => message.error(describe(error).title),
          }),
      }}
    >
      <Tooltip placement="right" title={label}>
        <button type="button" className={styles.switch} aria-label={label}>
          <PresenceDot presence={presence} />
          <span className="numeric">
            {own.active}/{own.capacity}
          </span>
        </button>
      </Tooltip>
    </Dropdown>
  );
}

/** Online is a full disc, away half a disc, offline a ring: readable without colour. */
export function PresenceDot({ presence }: { presence: (typeof presences)[number] }) {
  return <span className={styles.dot} data-presence={presence} aria-hidden="true" />;
}
