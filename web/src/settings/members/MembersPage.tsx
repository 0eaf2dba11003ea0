/** The people of the company: search, their role, teams and load; invitations that wait to be accepted below. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { Search, UserPlus, UserSearch } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { listQuery } from "@/api/queries";
import type { MemberOut } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { useFilter } from "@/ui/filter";
import { Page } from "@/ui/Page";
import { useSettledInput } from "@/ui/settled-input";
import { Invitations } from "./Invitations";
import { InviteModal } from "./InviteModal";
import { MemberModal } from "./MemberModal";
import styles from "./Members.module.css";
import { useMemberColumns } from "./member-columns";

export default function MembersPage() {
  const { t } = useTranslation("settings");
  const [q, setQ] = useFilter("q");
  const search = useSettledInput(q, (text) => setQ(text || null));
  const members = useInfiniteQuery({
    ...listQuery("member_list", { query: { q: q || undefined, limit: 100 } }),
    placeholderData: (previous) => previous,
  });
  const [editing, setEditing] = useState<MemberOut | null>(null);
  const [inviting, setInviting] = useState(false);
  const columns = useMemberColumns();
  return (
    <Page
      title={t("members.title")}
      description={t("members.intro")}
      actions={
        <Button type="primary" icon={<UserPlus size={16} />} onClick={() => setInviting(true)}>
          {t("members.invite")}
        </Button>
      }
    >
      <Input
        className={styles.search}
        allowClear
        prefix={<Search size={16} aria-hidden />}
        placeholder={t("members.search")}
        aria-label={t("members.search")}
        {...search}
      />
      <DataTable
        query={members}
        columns={columns}
        rowKey="id"
        minWidth={560}
        onOpen={setEditing}
        empty={
          <EmptyState
            icon={<UserSearch size={20} />}
            title={t("members.noMatch", { q })}
            text={t("members.noMatchText")}
          />
        }
      />
      <Invitations />
      {inviting && <InviteModal onClose={() => setInviting(false)} />}
      {editing && <MemberModal member={editing} onClose={() => setEditing(null)} />}
    </Page>
  );
}
