/** Search and filters above the FAQ list. They live in the address bar; typing waits a moment before it asks. */
import { Button, Input, type InputRef, Select } from "antd";
import { Search } from "lucide-react";
import { type Ref, useImperativeHandle, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Locale } from "@/api/types";
import { useSettledInput } from "@/ui/settled-input";
import { ColumnChooser } from "./ColumnChooser";
import styles from "./FaqList.module.css";
import { type FaqFilters, isFiltered, noFilters, readFilters, writeFilters } from "./filters";
import { useCategories } from "./queries";

export function FaqToolbar({ searchRef }: { searchRef: Ref<HTMLInputElement> }) {
  const { t } = useTranslation("knowledge");
  const [parameters, setParameters] = useSearchParams();
  const filters = readFilters(parameters);
  const input = useRef<InputRef>(null);
  useImperativeHandle(searchRef, () => input.current?.input as HTMLInputElement);

  const apply = (change: Partial<FaqFilters>) =>
    setParameters((before) => writeFilters(before, change), { replace: true });
  const search = useSettledInput(filters.q, (q) => apply({ q: q.trim() }));

  return (
    <div className={styles.toolbar}>
      <Input
        ref={input}
        className={styles.search}
        allowClear
        prefix={<Search size={16} aria-hidden />}
        placeholder={t("faq.search")}
        aria-label={t("faq.search")}
        {...search}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <CategoryFilter value={filters.category} onChange={(category) => apply({ category })} />
      <Select
        className={styles.filter}
        value={filters.locale ?? ""}
        aria-label={t("field.locale")}
        onChange={(value) => apply({ locale: (value as Locale) || null })}
        options={[
          { value: "", label: t("locale.any") },
          { value: "zh-CN", label: t("locale.zh-CN") },
          { value: "en", label: t("locale.en") },
        ]}
      />
      <Select
        className={styles.filter}
        value={filters.enabled === null ? "" : String(filters.enabled)}
        aria-label={t("field.enabled")}
        onChange={(value) => apply({ enabled: value === "" ? null : value === "true" })}
        options={[
          { value: "", label: t("faq.allStates") },
          { value: "true", label: t("faq.onlyEnabled") },
          { value: "false", label: t("faq.onlyDisabled") },
        ]}
      />
      {isFiltered(filters) && (
        <Button type="link" className={styles.clear} onClick={() => apply(noFilters)}>
          {t("faq.clearFilters")}
        </Button>
      )}
      <ColumnChooser />
    </div>
  );
}

function CategoryFilter(props: { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation("knowledge");
  const categories = useCategories();
  const options = (categories.data?.items ?? []).filter(({ category }) => category !== "");
  return (
    <Select
      className={styles.category}
      showSearch
      value={props.value ?? ""}
      aria-label={t("faq.category")}
      onChange={(value) => props.onChange(value || null)}
      options={[
        { value: "", label: t("faq.allCategories") },
        ...options.map(({ category, count }) => ({ value: category, label: category, count })),
      ]}
      optionRender={(option) => (
        <span className={styles.counted}>
          <span>{option.label}</span>
          <span className="numeric">{(option.data as { count?: number }).count}</span>
        </span>
      )}
      popupMatchSelectWidth={false}
    />
  );
}
