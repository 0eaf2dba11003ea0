/** The hours that have begun, as a table. */
import { Table, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import type { HourOut, NumbersOut } from "@/api/types";
import { average, count, hourLabel, span } from "./format";

export function HourTable({ numbers }: { numbers: NumbersOut }) {
  const columns = useColumns();
  return (
    <Table<HourOut>
      columns={columns}
      dataSource={numbers.hours.filter(({ begun }) => begun)}
      rowKey="hour"
      pagination={false}
      scroll={{ x: 640 }}
      size="small"
    />
  );
}

function useColumns(): TableProps<HourOut>["columns"] {
  const { t, i18n } = useTranslation("insight");
  const locale = i18n.language;
  const counts: [string, (hour: HourOut) => number][] = [
    [t("hours.opened"), ({ figures }) => figures.opened],
    [t("hours.answered"), ({ figures }) => figures.answered],
    [t("hours.handedOff"), ({ figures }) => figures.handed_off],
    [t("hours.resolved"), ({ figures }) => figures.resolved],
  ];
  const numeric = { align: "right" as const, className: "numeric" };
  return [
    {
      title: t("hours.hour"),
      key: "hour",
      className: "numeric",
      render: (_, { hour }) => hourLabel(hour),
    },
    ...counts.map(([title, of]) => ({
      ...numeric,
      title,
      key: title,
      render: (_: unknown, hour: HourOut) => (of(hour) === 0 ? "–" : count(of(hour), locale)),
    })),
    {
      ...numeric,
      title: t("hours.wait"),
      key: "wait",
      render: (_, { figures }) =>
        figures.waits.median_ms === null ? "–" : span(figures.waits.median_ms, t),
    },
    {
      ...numeric,
      title: t("hours.ratings"),
      key: "ratings",
      render: (_, { figures: { ratings } }) =>
        ratings.average === null
          ? "–"
          : `${average(ratings.average, locale)} (${count(ratings.count, locale)})`,
    },
  ];
}
