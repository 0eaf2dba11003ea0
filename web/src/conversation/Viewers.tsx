/** Which colleagues have this conversation open right now. */
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { useViewers } from "@/realtime/live";
import { useSession } from "@/session/session";
import { Avatar } from "@/ui/Avatar";
import styles from "./Viewers.module.css";

const shown = 3;

export function Viewers({ conversationId }: { conversationId: string }) {
  const { t, i18n } = useTranslation("conversation");
  const { member } = useSession();
  const others = useViewers(conversationId).filter(({ id }) => id !== member.id);
  if (others.length === 0) return null;
  const names = new Intl.ListFormat(i18n.language).format(others.map(({ name }) => name));
  const label = t("viewing", { names });
  return (
    <Tooltip title={label}>
      <div className={styles.viewers} role="img" aria-label={label}>
        {others.slice(0, shown).map((viewer) => (
          <Avatar key={viewer.id} name={viewer.name} size={24} />
        ))}
        {others.length > shown && <span>+{others.length - shown}</span>}
      </div>
    </Tooltip>
  );
}
