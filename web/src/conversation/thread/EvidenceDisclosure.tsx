/** Why the bot did what it did, on demand: the reason in words, then what it compared. */
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Evidence } from "@/api/types";
import { EvidenceView } from "../evidence/EvidenceView";
import styles from "./EvidenceDisclosure.module.css";

export function EvidenceDisclosure({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation("conversation");
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={styles.disclosure}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen((was) => !was)}
      >
        <ChevronRight size={13} strokeWidth={2} data-open={open} aria-hidden="true" />
        {t(`evidence.reason.${evidence.reason}`)}
      </button>
      {open && (
        <div id={id} className={styles.body}>
          <EvidenceView evidence={evidence} />
        </div>
      )}
    </div>
  );
}
