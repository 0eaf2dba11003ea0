/** Mine, queue, all, with their live counts; and the team view for those who look after others. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate } from "react-router";
import { operationQuery } from "@/api/queries";
import type { CountsOut } from "@/api/types";
import { useCommands } from "@/keyboard/KeyboardProvider";
import type { ListFilter } from "@/realtime/listing";
import { useCan, useScope } from "@/session/session";
import { views } from "./useListFilter";
import { useSeesTeam } from "./useSeesTeam";
import styles from "./ViewTabs.module.css";

const countOf: Record<ListFilter["view"], keyof CountsOut> = {
  mine: "mine",
  queue: "queue",
  all: "open",
};

const keys: Record<ListFilter["view"], string> = { mine: "g m", queue: "g q", all: "g a" };

export function ViewTabs({ view }: { view: ListFilter["view"] | null }) {
  const { t } = useTranslation("inbox");
  const { data: counts } = useQuery(operationQuery("conversation_counts"));
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const own = useScope("conversation.read") === "own";
  const seesTeam = useSeesTeam();
  const takes = useCan()("conversation.reply");
  const shown = views.filter((name) => (name === "mine" ? takes : name === "all" ? !own : true));
  const base = pathname.startsWith("/inbox/") ? pathname : "/inbox";

  useCommands(
    shown.map((name) => ({
      id: `view.${name}`,
      label: t("command.view", { view: t(`view.${name}`) }),
      group: "go",
      keys: keys[name],
      run: () => navigate({ pathname: base, search: `?view=${name}` }),
    })),
  );

  return (
    <nav className={styles.tabs} aria-label={t("views")}>
      {shown.map((name) => (
        <Link
          key={name}
          to={{ pathname: base, search: `?view=${name}` }}
          aria-current={name === view ? "page" : undefined}
        >
          {t(`view.${name}`)}
          {counts && <span className="numeric">{compact(counts[countOf[name]])}</span>}
        </Link>
      ))}
      {seesTeam && (
        <Link to="/team" aria-current={view === null ? "page" : undefined}>
          {t("view.team")}
        </Link>
      )}
    </nav>
  );
}

function compact(count: number): string {
  return count > 9999 ? `${Math.floor(count / 1000)}k` : String(count);
}
