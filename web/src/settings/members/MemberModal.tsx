/** Changes a member: name, role, teams, capacity, language; disables and enables them. */
import { App, Button, Form, Input, InputNumber, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { useCommand } from "@/api/queries";
import type { MemberOut, MemberPatch } from "@/api/types";
import { useSession } from "@/session/session";
import { useConfirm } from "../confirm";
import { EditModal } from "../EditModal";
import { useTeams } from "../queries";
import { useVersion } from "../version";
import { RoleSelect } from "./RoleSelect";

type Fields = Pick<MemberPatch, "name" | "role" | "team_ids" | "capacity" | "locale">;

const maxCapacity = 100;

export function MemberModal({ member, onClose }: { member: MemberOut; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const { message } = App.useApp();
  const readAgain = async () =>
    (await call("member_list", { query: { q: member.email, limit: 200 } })).items;
  const [version, takeNewer] = useVersion(member, readAgain);
  const isMe = useSession().member.id === member.id;
  const update = useCommand("member_update", {
    invalidates: ["member_list", "team_list", "session_lookup", "agent_list"],
  });
  const save = async (fields: Fields) => {
    const { role, ...rest } = fields;
    const body = { ...rest, ...(isMe ? {} : { role }), version };
    await update.mutateAsync({ path: { id: member.id }, body });
    message.success(t("form.saved"));
    onClose();
  };
  const { name, role, team_ids, capacity, locale } = member;
  return (
    <EditModal<Fields>
      title={t("members.edit")}
      initial={{ name, role, team_ids, capacity, locale }}
      okText={t("form.save")}
      onSave={save}
      onClose={onClose}
      onStale={takeNewer}
      extra={!isMe && <StateButton member={member} onDone={onClose} />}
    >
      <MemberFields isMe={isMe} />
    </EditModal>
  );
}

function MemberFields({ isMe }: { isMe: boolean }) {
  const { t } = useTranslation("settings");
  const teams = useTeams();
  return (
    <>
      <Form.Item<Fields>
        name="name"
        label={t("members.name")}
        extra={t("members.nameHelp")}
        rules={[
          { required: true, whitespace: true, message: t("members.nameRequired") },
          { max: 80, message: t("form.tooLong", { max: 80 }) },
        ]}
      >
        <Input />
      </Form.Item>
      <Form.Item<Fields>
        name="role"
        required
        label={t("members.role")}
        extra={isMe ? t("members.selfRole") : undefined}
      >
        <RoleSelect disabled={isMe} />
      </Form.Item>
      <Form.Item<Fields> name="team_ids" label={t("members.teams")} extra={t("members.teamsHelp")}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          options={teams.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item<Fields>
        name="capacity"
        label={t("members.capacity")}
        extra={t("members.capacityHelp")}
        rules={[
          {
            required: true,
            type: "integer",
            min: 0,
            max: maxCapacity,
            message: t("members.capacityRequired", { max: maxCapacity }),
          },
        ]}
      >
        <InputNumber style={{ width: 120 }} />
      </Form.Item>
      <Form.Item<Fields> name="locale" required label={t("members.locale")}>
        <Segmented
          options={[
            { value: "zh-CN", label: t("locale.zh-CN") },
            { value: "en", label: t("locale.en") },
          ]}
        />
      </Form.Item>
    </>
  );
}

function StateButton({ member, onDone }: { member: MemberOut; onDone: () => void }) {
  const { t } = useTranslation("settings");
  const confirm = useConfirm();
  const { message } = App.useApp();
  const update = useCommand("member_update", { invalidates: ["member_list", "agent_list"] });
  const set = async (state: MemberOut["state"]) => {
    await update.mutateAsync({ path: { id: member.id }, body: { state, version: member.version } });
    onDone();
  };
  if (member.state === "disabled") {
    const enable = () =>
      set("active").then(() => message.success(t("members.enabledDone", { name: member.name })));
    return <Button onClick={enable}>{t("members.enable")}</Button>;
  }
  const busy = member.active > 0 ? ` ${t("members.disableBusy", { count: member.active })}` : "";
  const ask = () =>
    confirm({
      title: t("members.disableTitle", { name: member.name }),
      text: t("members.disableText") + busy,
      action: t("members.disable"),
      run: () => set("disabled"),
      done: t("members.disabledDone", { name: member.name }),
    });
  return (
    <Button type="text" danger onClick={ask}>
      {t("members.disable")}
    </Button>
  );
}
