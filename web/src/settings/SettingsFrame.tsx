/** The settings' own navigation beside the page of the chosen section; above it on a narrow screen. */
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet } from "react-router";
import { PageSkeleton } from "@/ui/PageSkeleton";
import styles from "./SettingsFrame.module.css";
import { groupSections, type Section } from "./sections";

export function SettingsFrame({ sections }: { sections: Section[] }) {
  const { t } = useTranslation("settings");
  return (
    <div className={styles.frame}>
      <nav className={styles.nav} aria-label={t("nav.label")}>
        <div className={styles.title}>{t("title")}</div>
        {groupSections(sections).map(({ group, sections: members }) => (
          <div key={group} className={styles.group}>
            <div className={styles.groupName}>{t(`nav.${group}Group`)}</div>
            {members.map(({ name }) => (
              <NavLink
                key={name}
                to={`/settings/${name}`}
                className={({ isActive }) => `${styles.link} ${isActive ? styles.active : ""}`}
              >
                {t(`nav.${name}`)}
              </NavLink>
            ))}
          </div>
        ))}
      </nav>
      <div className={styles.page}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
