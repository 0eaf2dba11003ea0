/** In place of a conversation that went out of the reader's reach while it was open: says so, and shows nothing of it. */
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Forward } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import type { ConversationOut } from "@/api/types";
import { threadKey } from "@/realtime/patches";
import { useSession } from "@/session/session";
import { EmptyState } from "@/ui/EmptyState";
import styles from "./ConversationPane.module.css";

export function MovedAway({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation("conversation");
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [parameters] = useSearchParams();
  const { member: me } = useSession();
  const { id, customer, member: holder } = conversation;
  const text =
    holder && holder.id !== me.id
      ? t("movedAway.toColleague", { name: holder.name })
      : t("movedAway.toTeam");

  // What was said in it is no longer this member's to read, not even from memory.
  useEffect(() => cache.removeQueries({ queryKey: threadKey(id) }), [cache, id]);

  return (
    <section className={styles.moved} role="status">
      <EmptyState
        icon={<Forward size={20} strokeWidth={1.75} />}
        title={t("movedAway.title", { name: customer.name })}
        text={text}
        action={
          <Button onClick={() => navigate({ pathname: "/inbox", search: `${parameters}` })}>
            {t("back")}
          </Button>
        }
      />
    </section>
  );
}
