/** Invites somebody: the answer is a link to hand over, shown only this once. */
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/queries";
import type { InvitationIn, InvitationOut } from "@/api/types";
import { appointment } from "@/ui/time";
import { CopyField } from "../CopyField";
import { EditModal } from "../EditModal";
import { useTeams } from "../queries";
import styles from "./Members.module.css";
import { RoleSelect } from "./RoleSelect";

export function InviteModal({ onClose }: { onClose: () => void }) {
  const [invitation, setInvitation] = useState<InvitationOut | null>(null);
  if (invitation) {
    return (
      <Ready invitation={invitation} onClose={onClose} onAnother={() => setInvitation(null)} />
    );
  }
  return <InviteForm onReady={setInvitation} onClose={onClose} />;
}

interface FormProps {
  onReady: (invitation: InvitationOut) => void;
  onClose: () => void;
}

function InviteForm({ onReady, onClose }: FormProps) {
  const { t } = useTranslation("settings");
  const teams = useTeams();
  const create = useCommand("invitation_create", { invalidates: ["invitation_list"] });
  const only = teams.data?.items.length === 1 ? teams.data.items.map(({ id }) => id) : [];
  const save = async (fields: InvitationIn) => onReady(await create.mutateAsync({ body: fields }));
  return (
    <EditModal<InvitationIn>
      title={t("invitations.inviteTitle")}
      initial={{ email: "", name: "", role: "agent", team_ids: only }}
      okText={t("invitations.create")}
      onSave={save}
      onClose={onClose}
    >
      <Form.Item<InvitationIn>
        name="name"
        label={t("members.name")}
        extra={t("members.nameHelp")}
        rules={[{ required: true, whitespace: true, message: t("members.nameRequired") }]}
      >
        <Input autoFocus maxLength={80} />
      </Form.Item>
      <Form.Item<InvitationIn>
        name="email"
        label={t("invitations.email")}
        extra={t("invitations.emailHelp")}
        rules={[
          { required: true, message: t("invitations.emailRequired") },
          { type: "email", message: t("invitations.emailInvalid") },
        ]}
      >
        <Input type="email" />
      </Form.Item>
      <Form.Item<InvitationIn> name="role" required label={t("members.role")}>
        <RoleSelect />
      </Form.Item>
      <Form.Item<InvitationIn>
        name="team_ids"
        label={t("members.teams")}
        extra={t("members.teamsHelp")}
      >
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          options={teams.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </EditModal>
  );
}

interface ReadyProps {
  invitation: InvitationOut;
  onClose: () => void;
  onAnother: () => void;
}

function Ready({ invitation, onClose, onAnother }: ReadyProps) {
  const { t, i18n } = useTranslation("settings");
  const { message } = App.useApp();
  const link = new URL(invitation.url ?? "", window.location.origin).href;
  const close = () => {
    message.destroy();
    onClose();
  };
  return (
    <Modal
      open
      title={t("invitations.ready")}
      onCancel={close}
      mask={{ closable: false }}
      footer={[
        <Button key="another" onClick={onAnother}>
          {t("invitations.inviteAnother")}
        </Button>,
        <Button key="done" onClick={close}>
          {t("form.done")}
        </Button>,
      ]}
    >
      <div className={styles.ready}>
        <p>
          {t("invitations.readyText", {
            name: invitation.name || invitation.email,
            time: appointment(invitation.expires_at, i18n.language),
          })}
        </p>
        <CopyField value={link} label={t("invitations.copy")} primary />
      </div>
    </Modal>
  );
}
