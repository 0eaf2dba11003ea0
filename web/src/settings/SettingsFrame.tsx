/** The settings' own navigation beside the page of the chosen section; above it on a narrow screen. */
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useLocation } from "react-router";
import { PageSkeleton } from "@/ui/PageSkeleton";
import styles from "./SettingsFrame.module.css";
import { groupSections, type Section } from "./sections";

export function SettingsFrame({ sections }: { sections: Section[] }) {
  const { t } = useTranslation("settings");
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);

  // On a narrow screen the sections lie side by side, and the chosen one may be out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another current link
  useEffect(() => {
    const current = nav.current?.querySelector("[aria-current=page]");
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);

  return (
    <div className={styles.frame}>
      <nav ref={nav} className={styles.nav} aria-label={t("nav.label")}>
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
