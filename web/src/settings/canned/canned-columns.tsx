/** What the list of canned replies shows, and what can be done with each. */
import { type TableProps, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/queries";
import type { CannedReplyOut } from "@/api/types";
import { useConfirm } from "../confirm";
import { RowMenu } from "../RowMenu";
import styles from "./Canned.module.css";
import { useMayEdit } from "./may-edit";

export function useCannedColumns(
  onEdit: (reply: CannedReplyOut) => void,
): TableProps<CannedReplyOut>["columns"] {
  const { t } = useTranslation("settings");
  const mayEdit = useMayEdit();
  const remove = useRemove();
  return [
    {
      title: t("canned.column.shortcut"),
      key: "shortcut",
      width: 144,
      render: (_, reply) => <code className={styles.shortcut}>/{reply.shortcut}</code>,
    },
    {
      title: t("canned.column.text"),
      key: "text",
      render: (_, reply) => (
        <div className={styles.reply}>
          <div className={styles.title}>{reply.title}</div>
          <div className={styles.text}>{reply.text}</div>
        </div>
      ),
    },
    {
      title: t("canned.column.kind"),
      key: "kind",
      width: 112,
      render: (_, { shared }) => <Tag>{t(shared ? "canned.sharedTag" : "canned.personalTag")}</Tag>,
    },
    {
      key: "actions",
      width: 64,
      align: "right",
      onCell: () => ({ onClick: (event) => event.stopPropagation() }),
      render: (_, reply) =>
        mayEdit(reply) && (
          <RowMenu name={reply.title} onEdit={() => onEdit(reply)} onDelete={() => remove(reply)} />
        ),
    },
  ];
}

function useRemove(): (reply: CannedReplyOut) => void {
  const { t } = useTranslation("settings");
  const confirm = useConfirm();
  const remove = useCommand("canned_reply_delete", { invalidates: ["canned_reply_list"] });
  return (reply) =>
    confirm({
      title: t("canned.deleteTitle", { title: reply.title }),
      text: t(reply.shared ? "canned.deleteShared" : "canned.deleteOwn"),
      action: t("form.delete"),
      run: () => remove.mutateAsync({ path: { id: reply.id } }),
      done: t("form.deleted"),
    });
}
