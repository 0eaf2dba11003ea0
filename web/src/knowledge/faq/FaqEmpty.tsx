/** The FAQ list without rows: nothing written yet, or nothing that matches the filters. */
import { Button } from "antd";
import { BookOpen, SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useCan } from "@/session/session";
import { EmptyState } from "@/ui/EmptyState";
import { type FaqFilters, isFiltered, noFilters, writeFilters } from "./filters";

export function FaqEmpty({ filters, onNew }: { filters: FaqFilters; onNew: () => void }) {
  const { t } = useTranslation("knowledge");
  const [, setParameters] = useSearchParams();
  const can = useCan();
  if (isFiltered(filters)) {
    const clear = () => setParameters((before) => writeFilters(before, noFilters));
    return (
      <EmptyState
        icon={<SearchX size={20} />}
        title={t("faq.noMatch.title")}
        text={t("faq.noMatch.text")}
        action={<Button onClick={clear}>{t("faq.clearFilters")}</Button>}
      />
    );
  }
  const writable = can("faq.write");
  return (
    <EmptyState
      icon={<BookOpen size={20} />}
      title={t("faq.empty.title")}
      text={writable ? t("faq.empty.text") : t("faq.empty.textReader")}
      action={writable && <Button onClick={onNew}>{t("faq.new")}</Button>}
    />
  );
}
