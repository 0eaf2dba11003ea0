/** Canned replies: what is said often, inserted with `/` and a shortcut. Shared ones belong to all, personal ones to oneself. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { MessageSquareQuote, Plus, Search, SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { listQuery } from "@/api/queries";
import type { CannedReplyOut } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { useFilter } from "@/ui/filter";
import { Page } from "@/ui/Page";
import { useSettledInput } from "@/ui/settled-input";
import styles from "./Canned.module.css";
import { CannedModal } from "./CannedModal";
import { useCannedColumns } from "./canned-columns";
import { useMayEdit } from "./may-edit";

type Editing = { reply: CannedReplyOut | null } | null;

export default function CannedPage() {
  const { t } = useTranslation("settings");
  const [q, setQ] = useFilter("q");
  const search = useSettledInput(q, (text) => setQ(text || null));
  const replies = useInfiniteQuery({
    ...listQuery("canned_reply_list", { query: { q: q || undefined, limit: 100 } }),
    placeholderData: (previous) => previous,
  });
  const [editing, setEditing] = useState<Editing>(null);
  const mayEdit = useMayEdit();
  const open = (reply: CannedReplyOut) => mayEdit(reply) && setEditing({ reply });
  const columns = useCannedColumns((reply) => setEditing({ reply }));
  const create = () => setEditing({ reply: null });
  const empty =
    q === "" ? (
      <EmptyState
        icon={<MessageSquareQuote size={20} />}
        title={t("canned.empty.title")}
        text={t("canned.empty.text")}
        action={<Button onClick={create}>{t("canned.new")}</Button>}
      />
    ) : (
      <EmptyState
        icon={<SearchX size={20} />}
        title={t("canned.noMatch.title")}
        text={t("canned.noMatch.text")}
      />
    );
  return (
    <Page
      title={t("canned.title")}
      description={t("canned.intro")}
      actions={
        <Button type="primary" icon={<Plus size={16} />} onClick={create}>
          {t("canned.new")}
        </Button>
      }
    >
      <Input
        className={styles.search}
        allowClear
        prefix={<Search size={16} aria-hidden />}
        placeholder={t("canned.search")}
        aria-label={t("canned.search")}
        {...search}
      />
      <DataTable
        query={replies}
        columns={columns}
        rowKey="id"
        minWidth={520}
        onOpen={open}
        empty={empty}
      />
      {editing && <CannedModal reply={editing.reply} onClose={() => setEditing(null)} />}
    </Page>
  );
}
