/** A channel's logo: a picture to choose, see and take away. It is uploaded at once and shown to customers after saving. */
import { Button } from "antd";
import { ImagePlus, Trash2 } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "@/api/address";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import styles from "./Channels.module.css";
import { fileFault, logoLimits } from "./logo";

interface Props {
  id?: string;
  value?: string | null;
  onChange?: (value: string | null) => void;
}

export function LogoInput({ id, value = null, onChange }: Props) {
  const { t } = useTranslation("settings");
  const chooser = useRef<HTMLInputElement>(null);
  const { upload, busy, fault } = useUpload((path) => onChange?.(path));
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    // The same file may be chosen again after it was corrected.
    event.target.value = "";
    if (file) void upload(file);
  };
  return (
    <div className={styles.logo}>
      {value && (
        <img className={styles.logoPicture} src={addressOf(value)} alt={t("channels.logo")} />
      )}
      <input
        ref={chooser}
        type="file"
        accept={logoLimits.types.join(",")}
        className={styles.logoFile}
        tabIndex={-1}
        aria-hidden
        data-testid="logo-file"
        onChange={choose}
      />
      <Button
        id={id ?? ""}
        icon={<ImagePlus size={16} />}
        loading={busy}
        onClick={() => chooser.current?.click()}
      >
        {t(value ? "channels.logoReplace" : "channels.logoChoose")}
      </Button>
      {value && (
        <Button type="text" icon={<Trash2 size={16} />} onClick={() => onChange?.(null)}>
          {t("channels.logoRemove")}
        </Button>
      )}
      {fault && (
        <p className={styles.logoFault} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

function useUpload(onPath: (path: string) => void) {
  const { t } = useTranslation("settings");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  async function upload(file: File) {
    const wrong = fileFault(file);
    setFault(wrong && t(`channels.logoFault.${wrong}`));
    if (wrong) return;
    setBusy(true);
    try {
      onPath((await call("logo_create", { body: file })).path);
    } catch (error) {
      const problem = Problem.of(error);
      const known = problem.code === "invalid" || problem.code === "too_large";
      setFault(known ? t("channels.logoFault.type") : problem.detail);
    } finally {
      setBusy(false);
    }
  }
  return { upload, busy, fault };
}
