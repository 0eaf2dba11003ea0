/** The name of a number with a small button that says how it is counted, on hover, focus and touch. */
import { Tooltip } from "antd";
import { CircleHelp } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./Definition.module.css";

interface Props {
  name: string;
  text: string;
  /** What kind of heading it is, if one. */
  as?: "h2" | "span";
}

export function Definition({ name, text, as: Name = "span" }: Props) {
  const { t } = useTranslation("insight");
  return (
    <span className={styles.definition}>
      <Name className={styles.name}>{name}</Name>
      <Tooltip title={text} trigger={["hover", "focus", "click"]}>
        <button type="button" className={styles.why} aria-label={t("explain", { name })}>
          <CircleHelp size={14} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </Tooltip>
    </span>
  );
}
