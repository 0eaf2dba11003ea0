/** Who is typing. Keeps its height, so that nothing jumps. */
import { useTranslation } from "react-i18next";
import type { ConversationOut } from "@/api/types";
import { useTyping } from "@/realtime/live";
import { useSession } from "@/session/session";
import styles from "./quiet.module.css";

export function TypingLine({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation("conversation");
  const { member } = useSession();
  const author = useTyping(conversation.id);
  const own = author?.kind === "agent" && author.name === member.name;
  return (
    <div className={styles.typing} role="status">
      {author && !own && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t("typing", { name: author.name ?? conversation.customer.name })}
        </>
      )}
    </div>
  );
}
