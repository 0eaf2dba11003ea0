/** Key caps, as in `G I`. */
import styles from "./Keys.module.css";
import { caps } from "./keys";

export function Keys({ keys }: { keys: string }) {
  const parts = caps(keys);
  return (
    <span className={styles.keys}>
      {parts.map((cap, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same cap may stand twice, and never moves
        <kbd key={number}>{cap}</kbd>
      ))}
    </span>
  );
}
