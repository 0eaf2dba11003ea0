/** The calm page around login, set-up and invitation, with the language switch. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "@/api/address";
import { switchLocale } from "@/i18n/setup";
import { useDocumentTitle } from "@/ui/Page";
import styles from "./EntranceFrame.module.css";

interface Props {
  title: string;
  text?: string;
  children: ReactNode;
}

export function EntranceFrame({ title, text, children }: Props) {
  const { t, i18n } = useTranslation("entrance");
  const { t: shell } = useTranslation("shell");
  const other = i18n.language === "zh-CN" ? "en" : "zh-CN";
  useDocumentTitle(`${title} · ${shell("brand")}`);
  return (
    <main className={styles.entrance}>
      <div className={styles.language}>
        <Button type="text" onClick={() => switchLocale(other)}>
          {shell(`locale.${other}`)}
        </Button>
      </div>
      <div className={styles.column}>
        <div className={styles.brand}>
          <img src={addressOf("/icon.svg")} alt="" width={36} height={36} />
          <div>
            <strong>{shell("brand")}</strong>
            <span>{t("tagline")}</span>
          </div>
        </div>
        <section className={styles.card}>
          <h1>{title}</h1>
          {text && <p>{text}</p>}
          {children}
        </section>
      </div>
    </main>
  );
}
