/** Plain text as it was written, with its web addresses made into links. */
import styles from "./Content.module.css";

const address =
  /(https?:\/\/[^\s<>"'，。；！？、（）【】《》]+[^\s<>"'，。；！？、（）【】《》.,;:!?)\]])/gu;

export function Text({ text }: { text: string }) {
  const parts = text.split(address);
  return (
    <span className={styles.text}>
      {parts.map((part, number) =>
        number % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text's parts never move
          <a key={number} href={part} target="_blank" rel="noreferrer noopener">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </span>
  );
}
