/** What matters most about the day, each number with what it was at this time on an earlier one. */
import { useTranslation } from "react-i18next";
import type { DurationsOut, FiguresOut, NumbersOut } from "@/api/types";
import { Definition } from "./Definition";
import { average, comparedName, count, share, span } from "./format";
import styles from "./KeyFigures.module.css";

interface Figure {
  name: string;
  help: string;
  /** Null where there is nothing to tell. */
  of: (figures: FiguresOut) => string | null;
  more?: string | null;
}

export function KeyFigures({ numbers }: { numbers: NumbersOut }) {
  const { t, i18n } = useTranslation("insight");
  const figures = useFigures(numbers.figures);
  const { compared } = numbers;
  const today = numbers.present !== null;
  const day = compared && comparedName(numbers.date, compared.date, today, i18n.language, t);
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, help, of, more }) => {
        const value = of(numbers.figures);
        const before = compared && of(compared.figures);
        return (
          <div key={name} className={styles.figure}>
            <dt>
              <Definition name={name} text={help} />
            </dt>
            <dd>
              <strong className="numeric" data-none={value === null || undefined}>
                {value ?? t("figure.none")}
              </strong>
              {more && <span className={`numeric ${styles.more}`}>{more}</span>}
              {day && before !== null && (
                <span className={`numeric ${styles.before}`}>
                  {t(today ? "figure.comparedAtThisTime" : "figure.compared", {
                    day,
                    value: before,
                  })}
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function useFigures(now: FiguresOut): Figure[] {
  const { t, i18n } = useTranslation("insight");
  const locale = i18n.language;
  const median = ({ median_ms }: DurationsOut) => (median_ms === null ? null : span(median_ms, t));
  const p90 = ({ p90_ms }: DurationsOut) =>
    p90_ms === null ? null : t("figure.p90", { duration: span(p90_ms, t) });
  return [
    {
      name: t("figure.opened"),
      help: t("figure.openedHelp"),
      of: ({ opened }) => count(opened, locale),
      more: now.reopened > 0 ? t("figure.openedMore", { count: now.reopened }) : null,
    },
    {
      name: t("figure.byBot"),
      help: t("figure.byBotHelp"),
      of: ({ resolved_by_bot, resolved }) => share(resolved_by_bot, resolved, locale),
      more:
        now.resolved > 0
          ? t("figure.byBotMore", { count: now.resolved_by_bot, resolved: now.resolved })
          : null,
    },
    {
      name: t("figure.handedOff"),
      help: t("figure.handedOffHelp"),
      of: ({ handed_off }) => count(handed_off, locale),
      more: now.abandoned > 0 ? t("figure.handedOffMore", { count: now.abandoned }) : null,
    },
    {
      name: t("figure.waits"),
      help: t("figure.waitsHelp"),
      of: ({ waits }) => median(waits),
      more: p90(now.waits),
    },
    {
      name: t("figure.firstReplies"),
      help: t("figure.firstRepliesHelp"),
      of: ({ first_replies }) => median(first_replies),
      more: p90(now.first_replies),
    },
    {
      name: t("figure.satisfied"),
      help: t("figure.satisfiedHelp"),
      of: ({ ratings }) => share(ratings.satisfied, ratings.count, locale),
      more:
        now.ratings.average === null
          ? null
          : t("figure.satisfiedMore", {
              count: now.ratings.count,
              average: average(now.ratings.average, locale),
            }),
    },
  ];
}
