/** Reply to the customer, or note to colleagues: two different places, told apart at a glance. */
import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Mode } from "./drafts";
import styles from "./ModeSwitch.module.css";

interface Props {
  modes: Mode[];
  mode: Mode;
  onChange: (mode: Mode) => void;
}

export function ModeSwitch({ modes, mode, onChange }: Props) {
  const { t } = useTranslation("conversation");
  return (
    <div className={styles.modes}>
      {modes.map((name) => (
        <button
          key={name}
          type="button"
          data-mode={name}
          aria-pressed={name === mode}
          onClick={() => onChange(name)}
        >
          {name === "note" && <Lock size={12} strokeWidth={2} aria-hidden="true" />}
          {t(`composer.${name}`)}
        </button>
      ))}
      {mode === "note" && <span>{t("composer.noteHelp")}</span>}
    </div>
  );
}
