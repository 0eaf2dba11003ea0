/** Parts of a whole as labelled bars: name, bar, number and share. */
import { useTranslation } from "react-i18next";
import { count, share } from "./format";
import styles from "./Shares.module.css";

export interface Part {
  name: string;
  value: number;
  tone?: "accent" | "good" | "attention" | "quiet";
  more?: string | null;
}

export function Shares({ parts, whole }: { parts: Part[]; whole: number }) {
  const { i18n } = useTranslation("insight");
  const locale = i18n.language;
  return (
    <ul className={styles.shares}>
      {parts.map(({ name, value, tone = "accent", more }) => (
        <li key={name} data-none={value === 0 || undefined}>
          <span className={styles.name}>
            {name}
            {more && <small>{more}</small>}
          </span>
          <span className={`numeric ${styles.value}`}>{count(value, locale)}</span>
          <span className={`numeric ${styles.share}`}>{share(value, whole, locale) ?? "–"}</span>
          <span className={styles.bar} data-tone={tone} aria-hidden="true">
            <i style={{ width: `${whole > 0 ? (value / whole) * 100 : 0}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
