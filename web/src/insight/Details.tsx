/** What the day is made of: questions, reasons, endings and ratings, each with the way to what lies behind it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { FiguresOut } from "@/api/types";
import { useCan } from "@/session/session";
import { Definition } from "./Definition";
import styles from "./Details.module.css";
import { type Part, Shares } from "./Shares";

export function Details({ figures }: { figures: FiguresOut }) {
  return (
    <div className={styles.details}>
      <Questions figures={figures} />
      <Endings figures={figures} />
      <Handoffs figures={figures} />
      <Ratings figures={figures} />
    </div>
  );
}

interface CardProps {
  title: string;
  help: string;
  total: string;
  parts: Part[];
  whole: number;
  link?: ReactNode;
}

function Card({ title, help, total, parts, whole, link }: CardProps) {
  return (
    <section className={styles.card}>
      <div className={styles.head}>
        <Definition name={title} text={help} as="h2" />
        <span className="numeric">{total}</span>
      </div>
      <Shares parts={parts} whole={whole} />
      {link && <div className={styles.link}>{link}</div>}
    </section>
  );
}

function Questions({ figures }: { figures: FiguresOut }) {
  const { t } = useTranslation("insight");
  const can = useCan();
  return (
    <Card
      title={t("bot.title")}
      help={t("bot.help")}
      total={t("bot.asked", { count: figures.asked })}
      whole={figures.asked}
      parts={[
        { name: t("bot.answered"), value: figures.answered, tone: "good" },
        {
          name: t("bot.offered"),
          value: figures.offered,
          more: figures.chosen > 0 ? t("bot.chosen", { count: figures.chosen }) : null,
        },
        { name: t("bot.unknown"), value: figures.unknown, tone: "attention" },
      ]}
      link={
        can("faq.read") &&
        figures.unknown > 0 && <Link to="/knowledge/unanswered">{t("bot.improve")}</Link>
      }
    />
  );
}

function Handoffs({ figures }: { figures: FiguresOut }) {
  const { t } = useTranslation("insight");
  return (
    <Card
      title={t("handoff.title")}
      help={t("handoff.help")}
      total={t("handoff.total", { count: figures.handed_off })}
      whole={figures.handed_off}
      parts={figures.handoffs.map(({ reason, count }) => ({
        name: t(`handoff.${reason}`),
        value: count,
      }))}
    />
  );
}

function Endings({ figures }: { figures: FiguresOut }) {
  const { t } = useTranslation("insight");
  return (
    <Card
      title={t("ending.title")}
      help={t("ending.help")}
      total={t("ending.total", { count: figures.resolved })}
      whole={figures.resolved}
      parts={[
        { name: t("ending.byBot"), value: figures.resolved_by_bot, tone: "good" },
        { name: t("ending.byAgent"), value: figures.resolved_by_agent },
        { name: t("ending.abandoned"), value: figures.abandoned, tone: "attention" },
      ]}
    />
  );
}

function Ratings({ figures: { ratings } }: { figures: FiguresOut }) {
  const { t } = useTranslation("insight");
  const parts = ratings.scores.map((value, index): Part => {
    const score = index + 1;
    const tone = score >= 4 ? "good" : score === 3 ? "quiet" : "attention";
    return { name: t("rating.score", { count: score }), value, tone };
  });
  return (
    <Card
      title={t("rating.title")}
      help={t("rating.help")}
      total={t("rating.total", { count: ratings.count })}
      whole={ratings.count}
      parts={parts.reverse()}
      link={ratings.count > 0 && <Link to="/settings/ratings">{t("rating.open")}</Link>}
    />
  );
}
