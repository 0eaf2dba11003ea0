/** Chooses a role, with what each role is for written beside its name. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Role } from "@/api/types";
import { roleOrder } from "../roles/matrix";
import styles from "./Members.module.css";

interface Props {
  id?: string;
  value?: Role;
  onChange?: (role: Role) => void;
  disabled?: boolean;
}

export function RoleSelect(props: Props) {
  const { t } = useTranslation("settings");
  return (
    <Select<Role>
      {...props}
      options={roleOrder.map((role) => ({ value: role, label: t(`role.${role}`) }))}
      optionRender={(option) => (
        <span className={styles.role}>
          <span>{option.label}</span>
          <span>{t(`roleHelp.${option.value as Role}`)}</span>
        </span>
      )}
      listHeight={360}
    />
  );
}
