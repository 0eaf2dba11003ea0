/** The menu at the end of a row: edit and delete. */
import { Button, Dropdown } from "antd";
import { Ellipsis } from "lucide-react";
import { useTranslation } from "react-i18next";

interface Props {
  name: string;
  onEdit: () => void;
  onDelete: () => void;
}

export function RowMenu({ name, onEdit, onDelete }: Props) {
  const { t } = useTranslation("settings");
  const items = [
    { key: "edit", label: t("form.edit"), onClick: onEdit },
    { key: "delete", label: t("form.delete"), danger: true, onClick: onDelete },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
      <Button
        type="text"
        size="small"
        icon={<Ellipsis size={16} />}
        aria-label={t("form.moreOf", { name })}
      />
    </Dropdown>
  );
}
