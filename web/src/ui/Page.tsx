/** A scrolling page with its heading: title, one sentence, actions (one of them primary). */
import { type ReactNode, useEffect } from "react";
import styles from "./Page.module.css";

interface Props {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** For forms: a column of reading width. */
  narrow?: boolean;
  children: ReactNode;
}

export function Page({ title, description, actions, narrow = false, children }: Props) {
  useDocumentTitle(title);
  return (
    <main className={styles.page}>
      <div className={`${styles.inner} ${narrow ? styles.narrow : ""}`}>
        <header className={styles.header}>
          <div>
            <h1 className={styles.title}>{title}</h1>
            {description && <p className={styles.description}>{description}</p>}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
        {children}
      </div>
    </main>
  );
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
