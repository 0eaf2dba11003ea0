/** What each role may do and how far it reaches. Read-only: roles are fixed sets of permissions. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Table } from "antd";
import { useTranslation } from "react-i18next";
import { operationQuery } from "@/api/queries";
import type { Permission, RoleOut, Scope } from "@/api/types";
import { Page } from "@/ui/Page";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { type PermissionGroup, permissionGroups, permissionKey, roleOrder } from "./matrix";
import styles from "./Roles.module.css";

type Row =
  | { key: string; help: true }
  | { key: string; group: PermissionGroup }
  | { key: string; permission: Permission };

const rows: Row[] = [
  { key: "help", help: true },
  ...Object.entries(permissionGroups).flatMap(([group, permissions]): Row[] => [
    { key: group, group: group as PermissionGroup },
    ...permissions.map((permission) => ({ key: permission, permission })),
  ]),
];

export default function RolesPage() {
  const { t } = useTranslation("settings");
  const roles = useQuery(operationQuery("role_list"));
  return (
    <Page title={t("roles.title")} description={t("roles.intro")}>
      {roles.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      <ProblemAlert error={roles.error} onRetry={() => roles.refetch()} />
      {roles.data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing else here can be reached, and the page must scroll by keyboard
        <section aria-label={t("roles.title")} tabIndex={0}>
          <Matrix roles={inOrder(roles.data.items)} />
        </section>
      )}
    </Page>
  );
}

function inOrder(roles: RoleOut[]): RoleOut[] {
  return roles.toSorted((a, b) => roleOrder.indexOf(a.name) - roleOrder.indexOf(b.name));
}

function Matrix({ roles }: { roles: RoleOut[] }) {
  const { t } = useTranslation("settings");
  return (
    <Table<Row>
      dataSource={rows}
      size="small"
      pagination={false}
      scroll={{ x: 640 }}
      sticky
      rowClassName={(row) => ("group" in row ? (styles.group ?? "") : "")}
      columns={[
        {
          title: t("roles.permission"),
          fixed: "left",
          width: 130,
          render: (_, row) => {
            if ("help" in row) return null;
            if ("group" in row) return t(`roles.group.${row.group}`);
            return t(`roles.permissions.${permissionKey(row.permission)}`);
          },
        },
        ...roles.map((role) => ({
          key: role.name,
          align: "center" as const,
          width: 103,
          className: styles.role,
          title: t(`role.${role.name}`),
          render: (_: unknown, row: Row) => {
            if ("help" in row)
              return <span className={styles.help}>{t(`roleHelp.${role.name}`)}</span>;
            if ("group" in row) return null;
            return <Reach scope={role.permissions[row.permission] ?? null} />;
          },
        })),
      ]}
    />
  );
}

function Reach({ scope }: { scope: Scope | null }) {
  const { t } = useTranslation("settings");
  if (scope === null) {
    return (
      <span className={styles.none}>
        <span aria-hidden>–</span>
        <span className="visually-hidden">{t("roles.scope.none")}</span>
      </span>
    );
  }
  return (
    <span className={styles.scope} data-scope={scope}>
      {t(`roles.scope.${scope}`)}
    </span>
  );
}
