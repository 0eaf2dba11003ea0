/** New conversations and hand-offs of each hour as bars, with the earlier day as a line above them. */
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { HourOut, NumbersOut } from "@/api/types";
import { axisFor } from "./axis";
import { comparedName, count, hourLabel } from "./format";
import styles from "./HourChart.module.css";

/** Every how many hours the axis is labelled. */
const every = 3;

export function HourChart({ numbers }: { numbers: NumbersOut }) {
  const { hours, compared } = numbers;
  const { top, ticks } = axisFor(Math.max(...hours.flatMap(valuesOf)));
  const day = useComparedName(numbers);
  return (
    <figure className={styles.figure}>
      <Legend day={day} />
      <div className={styles.plot} role="img" aria-label={useSummary(hours)}>
        <div className={styles.axis} aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick} className="numeric">
              {tick}
            </span>
          ))}
        </div>
        <div className={styles.area}>
          <div className={styles.lines} aria-hidden="true">
            {ticks.map((tick) => (
              <i key={tick} />
            ))}
          </div>
          {hours.map((hour) => (
            <Column key={hour.hour} hour={hour} top={top} day={compared && day} />
          ))}
        </div>
      </div>
    </figure>
  );
}

function valuesOf({ figures, compared_opened }: HourOut): number[] {
  return [figures.opened, figures.handed_off, compared_opened ?? 0];
}

function useComparedName({ date, compared, present }: NumbersOut): string | null {
  const { t, i18n } = useTranslation("insight");
  return compared && comparedName(date, compared.date, present !== null, i18n.language, t);
}

function useSummary(hours: HourOut[]): string {
  const { t, i18n } = useTranslation("insight");
  const [most] = hours.toSorted((one, two) => two.figures.opened - one.figures.opened);
  if (!most || most.figures.opened === 0) return t("hours.quiet");
  return t("hours.summary", {
    hour: hourLabel(most.hour),
    opened: count(most.figures.opened, i18n.language),
  });
}

function Legend({ day }: { day: string | null }) {
  const { t } = useTranslation("insight");
  return (
    <figcaption className={styles.legend}>
      <span data-kind="opened">{t("hours.opened")}</span>
      <span data-kind="handed-off">{t("hours.handedOff")}</span>
      {day && <span data-kind="compared">{t("hours.compared", { day })}</span>}
    </figcaption>
  );
}

interface ColumnProps {
  hour: HourOut;
  top: number;
  day: string | null;
}

function Column({ hour, top, day }: ColumnProps) {
  const { figures, compared_opened: before } = hour;
  const part = (value: number) => `${(value / top) * 100}%`;
  return (
    <Tooltip title={<Values hour={hour} day={day} />} mouseEnterDelay={0}>
      <div className={styles.column} data-begun={hour.begun || undefined}>
        <div className={styles.bars}>
          <i data-kind="opened" style={{ height: part(figures.opened) }} />
          <i data-kind="handed-off" style={{ height: part(figures.handed_off) }} />
          {before !== null && before > 0 && (
            <i data-kind="compared" style={{ bottom: part(before) }} />
          )}
        </div>
        <span
          className={`numeric ${styles.hour}`}
          data-minor={hour.hour % (2 * every) !== 0 || undefined}
        >
          {hour.hour % every === 0 ? hourLabel(hour.hour) : ""}
        </span>
      </div>
    </Tooltip>
  );
}

function Values({ hour, day }: { hour: HourOut; day: string | null }) {
  const { t } = useTranslation("insight");
  const rows: [string, number][] = hour.begun
    ? [
        [t("hours.opened"), hour.figures.opened],
        [t("hours.handedOff"), hour.figures.handed_off],
      ]
    : [];
  if (day && hour.compared_opened !== null) {
    rows.push([t("hours.compared", { day }), hour.compared_opened]);
  }
  return (
    <div className={styles.values}>
      <div>
        {hourLabel(hour.hour)}–{hourLabel(hour.hour + 1)}
      </div>
      {rows.map(([name, value]) => (
        <div key={name} className={styles.value}>
          <span>{name}</span>
          <span className="numeric">{value}</span>
        </div>
      ))}
    </div>
  );
}
