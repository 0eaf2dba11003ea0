/** A person's initial on a quiet ground; the same name always has the same colour. */
import styles from "./Avatar.module.css";

const grounds = ["a", "b", "c", "d", "e"] as const;

export function initial(name: string): string {
  const [first = "?"] = name.trim();
  return first.toUpperCase();
}

function groundOf(name: string): (typeof grounds)[number] {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return grounds[sum % grounds.length] ?? "a";
}

export function Avatar({ name, size = 36 }: { name: string; size?: number }) {
  return (
    <span
      className={styles.avatar}
      data-ground={groundOf(name)}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4) }}
      aria-hidden="true"
    >
      {initial(name)}
    </span>
  );
}
