/** Something to copy: shown in full, selected with a click, copied with a button that says so. */
import { Button } from "antd";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./CopyField.module.css";

interface Props {
  value: string;
  /** What is shown instead while the value is secret. */
  masked?: string | undefined;
  label: string;
  block?: boolean;
  primary?: boolean;
}

export function CopyField({ value, masked, label, block = false, primary = false }: Props) {
  return (
    <div className={`${styles.field} ${block ? styles.block : ""}`}>
      <code className={styles.value}>{masked ?? value}</code>
      <CopyButton value={value} label={label} primary={primary} />
    </div>
  );
}

function CopyButton({
  value,
  label,
  primary = false,
}: {
  value: string;
  label: string;
  primary?: boolean;
}) {
  const { t } = useTranslation("settings");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      type={primary ? "primary" : "default"}
      icon={copied ? <Check size={14} /> : <Copy size={14} />}
      onClick={() => copy(value).then(() => setCopied(true))}
      aria-live="polite"
    >
      {copied ? t("form.copied") : label}
    </Button>
  );
}

/** Pages served without TLS have no clipboard interface; the old way still works there. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  // Inside an open dialog, because a dialog keeps the focus to itself.
  (document.activeElement?.closest("[role=dialog]") ?? document.body).append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
