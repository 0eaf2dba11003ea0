/** The course of the day, hour by hour: as a chart, or the same as a table. */
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { NumbersOut } from "@/api/types";
import { Definition } from "./Definition";
import { HourChart } from "./HourChart";
import styles from "./Hours.module.css";
import { HourTable } from "./HourTable";

export function Hours({ numbers }: { numbers: NumbersOut }) {
  const { t } = useTranslation("insight");
  const [view, setView] = useState<"chart" | "table">("chart");
  return (
    <section className={styles.hours}>
      <div className={styles.head}>
        <Definition name={t("hours.title")} text={t("hours.help")} as="h2" />
        <Segmented
          size="small"
          aria-label={t("hours.view")}
          value={view}
          onChange={setView}
          options={[
            { value: "chart", label: t("hours.chart") },
            { value: "table", label: t("hours.table") },
          ]}
        />
      </div>
      {view === "chart" ? <HourChart numbers={numbers} /> : <HourTable numbers={numbers} />}
    </section>
  );
}
