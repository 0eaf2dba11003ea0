/** One sentence and one action in the middle of a page that has nothing else to show. */
import type { ComponentProps } from "react";
import { EmptyState } from "./EmptyState";
import styles from "./FullPageState.module.css";

export function FullPageState(props: ComponentProps<typeof EmptyState>) {
  return (
    <main className={styles.page}>
      <EmptyState {...props} />
    </main>
  );
}
