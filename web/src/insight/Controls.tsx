/** Which day, whose numbers, and the same as a file. */
import { useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { ChevronLeft, ChevronRight, Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { urlOf } from "@/api/client";
import { operationQuery } from "@/api/queries";
import type { Locale } from "@/api/types";
import styles from "./Controls.module.css";
import { shifted } from "./format";
import type { Choice } from "./useNumbers";

interface Props {
  choice: Choice;
  choose: (change: Choice) => void;
  /** The day that is shown, and the last one that can be. */
  date: string;
  today: string;
}

export function Controls(props: Props) {
  const { t, i18n } = useTranslation("insight");
  const locale = i18n.language as Locale;
  return (
    <>
      <Whose {...props} />
      <Day {...props} />
      <Button
        icon={<Download size={15} aria-hidden="true" />}
        href={urlOf("numbers_export", { query: { ...props.choice, locale } })}
        download
      >
        {t("export")}
      </Button>
    </>
  );
}

function Day({ choose, date, today }: Props) {
  const { t } = useTranslation("insight");
  /** Today has no date in the address: a page that is left open goes on with the next day. */
  const go = (to: string) => choose({ date: to < today ? to : "" });
  return (
    <div className={styles.day}>
      <Button
        aria-label={t("previous")}
        title={t("previous")}
        icon={<ChevronLeft size={16} aria-hidden="true" />}
        onClick={() => go(shifted(date, -1))}
      />
      <DatePicker
        aria-label={t("pickDay")}
        allowClear={false}
        value={dayjs(date)}
        disabledDate={(day) => day.format("YYYY-MM-DD") > today}
        onChange={(day) => day && go(day.format("YYYY-MM-DD"))}
      />
      <Button
        aria-label={t("next")}
        title={t("next")}
        disabled={date >= today}
        icon={<ChevronRight size={16} aria-hidden="true" />}
        onClick={() => go(shifted(date, 1))}
      />
    </div>
  );
}

function Whose({ choice, choose }: Props) {
  const { t } = useTranslation("insight");
  const brands = useQuery(operationQuery("brand_list")).data?.items ?? [];
  const teams = useQuery(operationQuery("team_list")).data?.items ?? [];
  const within = teams.filter((team) => !choice.brand_id || team.brand_id === choice.brand_id);
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  return (
    <>
      {brands.length > 1 && (
        <Select
          className={styles.select}
          aria-label={t("brand")}
          value={choice.brand_id ?? ""}
          options={[{ value: "", label: t("allBrands") }, ...brands.map(option)]}
          onChange={(brand_id) => choose({ brand_id, team_id: "" })}
        />
      )}
      {teams.length > 1 && (
        <Select
          className={styles.select}
          aria-label={t("team")}
          value={choice.team_id ?? ""}
          options={[{ value: "", label: t("allTeams") }, ...within.map(option)]}
          onChange={(team_id) => choose({ team_id })}
        />
      )}
    </>
  );
}
