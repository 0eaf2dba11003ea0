/** Makes or changes a canned reply. */
import { App, Checkbox, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useCommand } from "@/api/queries";
import type { CannedReplyIn, CannedReplyOut } from "@/api/types";
import { EditModal } from "../EditModal";
import { useBrandId } from "../queries";
import { useVersion } from "../version";
import { useMayShare } from "./may-edit";

type Fields = Pick<CannedReplyIn, "shortcut" | "title" | "text" | "shared">;

export function CannedModal(props: { reply: CannedReplyOut | null; onClose: () => void }) {
  const { reply, onClose } = props;
  const { t } = useTranslation("settings");
  const { message } = App.useApp();
  const brandId = useBrandId();
  const mayShare = useMayShare();
  const readAgain = async () =>
    (await call("canned_reply_list", { query: { q: reply?.shortcut, limit: 200 } })).items;
  const [version, takeNewer] = useVersion(reply, readAgain);
  const invalidates = ["canned_reply_list"] as const;
  const create = useCommand("canned_reply_create", { invalidates: [...invalidates] });
  const update = useCommand("canned_reply_update", { invalidates: [...invalidates] });
  const save = async (fields: Fields) => {
    if (reply) await update.mutateAsync({ path: { id: reply.id }, body: { ...fields, version } });
    else await create.mutateAsync({ body: { ...fields, brand_id: brandId } });
    message.success(t(reply ? "form.saved" : "form.created"));
    onClose();
  };
  return (
    <EditModal<Fields>
      title={t(reply ? "canned.edit" : "canned.new")}
      initial={{
        shortcut: reply?.shortcut ?? "",
        title: reply?.title ?? "",
        text: reply?.text ?? "",
        shared: reply?.shared ?? mayShare,
      }}
      okText={t(reply ? "form.save" : "form.create")}
      onSave={save}
      onClose={onClose}
      onStale={takeNewer}
    >
      <CannedFields mayShare={mayShare} />
    </EditModal>
  );
}

function CannedFields({ mayShare }: { mayShare: boolean }) {
  const { t } = useTranslation("settings");
  return (
    <>
      <Form.Item<Fields>
        name="shortcut"
        label={t("canned.shortcut")}
        extra={t("canned.shortcutHelp")}
        rules={[
          { required: true, whitespace: true, message: t("canned.shortcutRequired") },
          { pattern: /^[\w-]+$/, message: t("canned.shortcutInvalid") },
          { max: 32, message: t("form.tooLong", { max: 32 }) },
        ]}
      >
        <Input autoFocus prefix="/" />
      </Form.Item>
      <Form.Item<Fields>
        name="title"
        label={t("canned.titleField")}
        rules={[
          { required: true, whitespace: true, message: t("canned.titleRequired") },
          { max: 80, message: t("form.tooLong", { max: 80 }) },
        ]}
      >
        <Input />
      </Form.Item>
      <Form.Item<Fields>
        name="text"
        label={t("canned.text")}
        extra={t("canned.textHelp")}
        rules={[
          { required: true, whitespace: true, message: t("canned.textRequired") },
          { max: 3200, message: t("form.tooLong", { max: 3200 }) },
        ]}
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} />
      </Form.Item>
      <Form.Item<Fields>
        name="shared"
        valuePropName="checked"
        extra={t(mayShare ? "canned.sharedHelp" : "canned.sharedNoPermission")}
      >
        <Checkbox disabled={!mayShare}>{t("canned.shared")}</Checkbox>
      </Form.Item>
    </>
  );
}
