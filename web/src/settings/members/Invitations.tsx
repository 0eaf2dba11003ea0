/** Invitations that nobody has accepted yet, each of which can be revoked. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Table } from "antd";
import { useTranslation } from "react-i18next";
import { listQuery, useCommand } from "@/api/queries";
import type { InvitationOut } from "@/api/types";
import { useSlowNow } from "@/ui/now";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { appointment } from "@/ui/time";
import { useConfirm } from "../confirm";
import { useMemberNames } from "../queries";
import styles from "./Members.module.css";

export function Invitations() {
  const { t } = useTranslation("settings");
  const invitations = useInfiniteQuery(listQuery("invitation_list", { query: { limit: 200 } }));
  const pending = invitations.data?.pages
    .flatMap((page) => page.items)
    .filter((invitation) => invitation.accepted_at === null);
  if (invitations.isError) {
    return <ProblemAlert error={invitations.error} onRetry={() => invitations.refetch()} />;
  }
  if (!pending || pending.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{t("invitations.title")}</h2>
      <p className={styles.sectionText}>{t("invitations.intro")}</p>
      <InvitationTable invitations={pending} />
    </section>
  );
}

function InvitationTable({ invitations }: { invitations: InvitationOut[] }) {
  const { t } = useTranslation("settings");
  const names = useMemberNames();
  const confirm = useConfirm();
  const revoke = useCommand("invitation_delete", { invalidates: ["invitation_list"] });
  const ask = (invitation: InvitationOut) =>
    confirm({
      title: t("invitations.revokeTitle", { name: invitation.name || invitation.email }),
      text: t("invitations.revokeText"),
      action: t("invitations.revoke"),
      run: () => revoke.mutateAsync({ path: { id: invitation.id } }),
      done: t("invitations.revoked"),
    });
  return (
    <Table<InvitationOut>
      dataSource={invitations}
      rowKey="id"
      pagination={false}
      scroll={{ x: 760 }}
      columns={[
        {
          title: t("members.column.member"),
          render: (_, { name, email }) => (
            <div className={styles.who}>
              <div className={styles.name}>
                <span>{name || email}</span>
              </div>
              {name && <div className={styles.email}>{email}</div>}
            </div>
          ),
        },
        {
          title: t("members.column.role"),
          width: 128,
          render: (_, { role }) => t(`role.${role}`),
        },
        {
          title: t("invitations.invitedBy"),
          width: 140,
          render: (_, { invited_by }) => names.get(invited_by ?? "") ?? "–",
        },
        {
          title: t("invitations.expires"),
          width: 200,
          render: (_, { expires_at }) => <Expiry at={expires_at} />,
        },
        {
          key: "actions",
          width: 96,
          align: "right",
          render: (_, invitation) => (
            <Button size="small" onClick={() => ask(invitation)}>
              {t("invitations.revoke")}
            </Button>
          ),
        },
      ]}
    />
  );
}

function Expiry({ at }: { at: number }) {
  const { t, i18n } = useTranslation("settings");
  const now = useSlowNow();
  if (at <= now) return <span className={styles.expired}>{t("invitations.expired")}</span>;
  return <span className="numeric">{appointment(at, i18n.language)}</span>;
}
