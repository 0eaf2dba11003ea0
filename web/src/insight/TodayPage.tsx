/** The numbers of a day, today's live: how things stand, what happened, hour by hour, and what it is made of. */
import { Alert, Button, Skeleton } from "antd";
import { ChartColumn } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FiguresOut, NumbersOut } from "@/api/types";
import { EmptyState } from "@/ui/EmptyState";
import { useSlowNow } from "@/ui/now";
import { Page } from "@/ui/Page";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { Controls } from "./Controls";
import { Details } from "./Details";
import { dayName } from "./format";
import { Hours } from "./Hours";
import { KeyFigures } from "./KeyFigures";
import { Present } from "./Present";
import styles from "./TodayPage.module.css";
import { useChoice, useNumbers } from "./useNumbers";

/** From how many entries on that are not counted yet the reader is told. */
const manyBehind = 1000;

export function Component() {
  const { t } = useTranslation("insight");
  const [choice, choose] = useChoice();
  const numbers = useNumbers(choice);
  const { data } = numbers;
  const today = useToday(data?.time_zone);
  return (
    <Page
      title={choice.date ? t("dayTitle") : t("title")}
      description={data ? <Subtitle numbers={data} /> : " "}
      actions={
        <Controls
          choice={choice}
          choose={choose}
          date={choice.date ?? data?.date ?? today}
          today={today}
        />
      }
    >
      <div className={styles.sections} aria-busy={numbers.isPlaceholderData || undefined}>
        <ProblemAlert error={numbers.error} onRetry={() => numbers.refetch()} />
        {!data && !numbers.error && <Skeleton active paragraph={{ rows: 10 }} title={false} />}
        {data && <Sections numbers={data} onToday={() => choose({ date: "" })} />}
      </div>
    </Page>
  );
}

function Subtitle({ numbers }: { numbers: NumbersOut }) {
  const { t, i18n } = useTranslation("insight");
  const zone = numbers.time_zone.replaceAll("_", " ");
  return (
    <>
      {t("day", { date: dayName(numbers.date, i18n.language), zone })}
      {numbers.present && <span className={styles.live}>{t("live")}</span>}
    </>
  );
}

function Sections({ numbers, onToday }: { numbers: NumbersOut; onToday: () => void }) {
  const { t } = useTranslation("insight");
  const { figures, present, behind } = numbers;
  return (
    <>
      {behind >= manyBehind && (
        <Alert type="info" showIcon title={t("behind", { count: behind })} />
      )}
      {present && <Present present={present} />}
      {isEmpty(figures) ? (
        <EmptyState
          icon={<ChartColumn size={20} />}
          title={t(present ? "empty.title" : "empty.past")}
          text={present ? t("empty.text") : undefined}
          action={!present && <Button onClick={onToday}>{t("today")}</Button>}
        />
      ) : (
        <>
          <KeyFigures numbers={numbers} />
          <Hours numbers={numbers} />
          <Details figures={figures} />
        </>
      )}
    </>
  );
}

function isEmpty(figures: FiguresOut): boolean {
  const { opened, reopened, resolved, asked, handed_off, ratings, waits, first_replies } = figures;
  const counts = [opened, reopened, resolved, asked, handed_off, ratings.count];
  return [...counts, waits.count, first_replies.count].every((count) => count === 0);
}

/** The date where the brand is, also when the page is left open over midnight. */
function useToday(zone: string | undefined): string {
  const now = useSlowNow();
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(now);
}
