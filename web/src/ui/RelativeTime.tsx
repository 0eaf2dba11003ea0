/** A moment: relative within a day, absolute on hover. */
import { useTranslation } from "react-i18next";
import { useSlowNow } from "./now";
import { absolute, relative } from "./time";

export function RelativeTime({ at, className }: { at: number; className?: string }) {
  const { t, i18n } = useTranslation("ui");
  const now = useSlowNow();
  return (
    <time
      className={className}
      dateTime={new Date(at).toISOString()}
      title={absolute(at, i18n.language)}
    >
      {relative(at, now, i18n.language, t)}
    </time>
  );
}
