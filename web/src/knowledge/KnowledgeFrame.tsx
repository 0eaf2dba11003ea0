/** What all knowledge pages share: the title, the section's tabs and, for readers, that they only read. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useCan } from "@/session/session";
import { useDocumentTitle } from "@/ui/Page";
import styles from "./KnowledgeFrame.module.css";

interface Props {
  title: string;
  actions?: ReactNode;
  /** The content fills the height and scrolls by itself, as a long table does. */
  filled?: boolean;
  children: ReactNode;
}

export function KnowledgeFrame({ title, actions, filled = false, children }: Props) {
  const { t } = useTranslation("knowledge");
  const can = useCan();
  useDocumentTitle(`${title} · ${t("title")}`);
  return (
    <main className={`${styles.frame} ${filled ? styles.filled : ""}`}>
      <header className={styles.header}>
        <h1 className={styles.title}>{t("title")}</h1>
        <nav className={styles.tabs} aria-label={t("title")}>
          <Tab to="/knowledge/faq" label={t("nav.faq")} />
          <Tab to="/knowledge/unanswered" label={t("nav.unanswered")} />
          <Tab to="/knowledge/try" label={t("nav.try")} />
        </nav>
        <div className={styles.actions}>{actions}</div>
      </header>
      <div className={styles.content}>
        {!can("faq.write") && <p className={styles.readOnly}>{t("readOnly")}</p>}
        {children}
      </div>
    </main>
  );
}

function Tab({ to, label }: { to: string; label: string }) {
  return (
    <NavLink to={to} className={({ isActive }) => `${styles.tab} ${isActive ? styles.active : ""}`}>
      {label}
    </NavLink>
  );
}
