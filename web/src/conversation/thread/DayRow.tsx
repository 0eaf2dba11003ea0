/** Where one day ends and another begins. */
import { useTranslation } from "react-i18next";
import { useSlowNow } from "@/ui/now";
import styles from "./quiet.module.css";
import { sameDay } from "./rows";

const day = 86_400_000;

export function DayRow({ at }: { at: number }) {
  const { t, i18n } = useTranslation("conversation");
  const now = useSlowNow();
  const text = () => {
    if (sameDay(at, now)) return t("day.today");
    if (sameDay(at, now - day)) return t("day.yesterday");
    return new Intl.DateTimeFormat(i18n.language, {
      weekday: "long",
      month: "long",
      day: "numeric",
      ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" }),
    }).format(at);
  };
  return (
    <div className={styles.day}>
      <span>{text()}</span>
    </div>
  );
}
