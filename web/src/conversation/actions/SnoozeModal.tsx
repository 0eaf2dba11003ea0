/** Asks when to come back: the usual moments, or any other. */
import { DatePicker, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChoiceList } from "@/ui/ChoiceList";
import { appointment } from "@/ui/time";
import { type SnoozeName, snoozeTimes } from "./snooze-times";
import type { Actions } from "./useActions";

interface Props {
  actions: Actions;
  onClose: () => void;
}

export function SnoozeModal({ actions, onClose }: Props) {
  const { t, i18n } = useTranslation("conversation");
  const [times] = useState(() => snoozeTimes(Date.now()));
  const [own, setOwn] = useState<Dayjs | null>(null);

  const snooze = (until: number) => {
    actions.snooze(until, appointment(until, i18n.language));
    onClose();
  };

  return (
    <Modal
      open
      width={400}
      title={t("snooze.title")}
      onCancel={onClose}
      okText={t("snooze.submit")}
      okButtonProps={{ disabled: !own }}
      onOk={() => own && snooze(own.valueOf())}
    >
      <ChoiceList
        label={t("snooze.title")}
        choices={times.map(({ name, until }) => ({
          key: name,
          label: t(`snooze.${name satisfies SnoozeName}`),
          hint: appointment(until, i18n.language),
          run: () => snooze(until),
        }))}
      />
      <DatePicker
        style={{ width: "100%", marginTop: 12 }}
        showTime={{ format: "HH:mm", minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        placeholder={t("snooze.custom")}
        aria-label={t("snooze.custom")}
        minDate={dayjs()}
        value={own}
        onChange={(value) => setOwn(value)}
      />
    </Modal>
  );
}
