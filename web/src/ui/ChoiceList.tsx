/** A short list to choose from with arrows and Enter, or by typing a number. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import styles from "./ChoiceList.module.css";

export interface Choice {
  key: string;
  label: ReactNode;
  hint?: ReactNode;
  icon?: ReactNode;
  run: () => void;
}

export function ChoiceList({ choices, label }: { choices: Choice[]; label: string }) {
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    // The dialog takes the focus when it opens; the first choice takes it from there.
    const timer = setTimeout(() => list.current?.querySelector("button")?.focus(), 60);
    return () => clearTimeout(timer);
  }, []);

  const press = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (step !== undefined) {
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
      event.preventDefault();
    } else if (/^[1-9]$/.test(event.key)) {
      choices[Number(event.key) - 1]?.run();
    }
  };

  return (
    <ul ref={list} className={styles.choices} aria-label={label} onKeyDown={press}>
      {choices.map((choice) => (
        <li key={choice.key}>
          <button type="button" onClick={choice.run}>
            {choice.icon}
            <span className={styles.label}>{choice.label}</span>
            {choice.hint && <span className={styles.hint}>{choice.hint}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
