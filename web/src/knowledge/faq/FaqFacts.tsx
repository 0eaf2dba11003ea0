/** What is known about a stored entry: hits, last change, and the way to try it. */
import { Button } from "antd";
import { FlaskConical } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { FaqOut } from "@/api/types";
import { RelativeTime } from "@/ui/RelativeTime";
import styles from "./FaqForm.module.css";

export function FaqFacts({ faq }: { faq: FaqOut }) {
  const { t } = useTranslation("knowledge");
  const navigate = useNavigate();
  const tryIt = () =>
    navigate({
      pathname: "/knowledge/try",
      search: new URLSearchParams({ q: faq.question }).toString(),
    });
  return (
    <div className={styles.facts}>
      <span className="numeric">{t("editor.hits", { count: faq.hits })}</span>
      <span>
        {t("editor.updated")} <RelativeTime at={faq.updated_at} />
      </span>
      <Button type="link" size="small" icon={<FlaskConical size={14} />} onClick={tryIt}>
        {t("editor.tryIt")}
      </Button>
    </div>
  );
}
