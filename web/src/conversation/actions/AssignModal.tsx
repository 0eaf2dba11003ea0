/** Asks whose conversation this shall be. */
import { Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useSession } from "@/session/session";
import { AgentChoices } from "./AgentChoices";
import type { Actions } from "./useActions";

interface Props {
  actions: Actions;
  mine: boolean;
  onClose: () => void;
}

export function AssignModal({ actions, mine, onClose }: Props) {
  const { t } = useTranslation("conversation");
  const { member } = useSession();
  return (
    <Modal open width={400} title={t("assign.title")} footer={null} onCancel={onClose}>
      <AgentChoices
        withMe={!mine}
        onChoose={(chosen) => {
          if (chosen.id === member.id) actions.claim();
          else actions.assign(chosen);
          onClose();
        }}
      />
    </Modal>
  );
}
