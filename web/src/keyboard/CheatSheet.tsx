/** All keys that do something right now, and the switch for single-key shortcuts. */
import { Modal, Switch } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./CheatSheet.module.css";
import { type Command, commandGroups } from "./commands";
import { useCommandRegistry, useSingleKeys } from "./KeyboardProvider";
import { Keys } from "./Keys";

interface Props {
  open: boolean;
  onClose: () => void;
}

export function CheatSheet({ open, onClose }: Props) {
  const { t } = useTranslation("shell");
  const registry = useCommandRegistry();
  const [enabled, setEnabled] = useSingleKeys();
  const commands = open ? registry.list().filter((command) => command.keys) : [];
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      width={720}
      title={t("keys.title")}
      destroyOnHidden
    >
      <div className={styles.groups}>
        {commandGroups.map((group) => {
          const members = commands.filter((command) => command.group === group);
          return (
            members.length > 0 && <Group key={group} name={t(`group.${group}`)} of={members} />
          );
        })}
      </div>
      <label className={styles.switch}>
        <Switch size="small" checked={enabled} onChange={setEnabled} />
        <span>
          {t("keys.single")}
          <small>{t("keys.singleHelp")}</small>
        </span>
      </label>
    </Modal>
  );
}

function Group({ name, of }: { name: string; of: Command[] }) {
  return (
    <section className={styles.group}>
      <h2>{name}</h2>
      <ul>
        {of.map((command) => (
          <li key={command.id}>
            <span>{command.label}</span>
            <Keys keys={command.keys ?? ""} />
          </li>
        ))}
      </ul>
    </section>
  );
}
