/** Narrows a list by words, status and handler; the address bar holds the choice. */
import { Input, type InputRef, Select } from "antd";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "@/keyboard/KeyboardProvider";
import type { ListFilter } from "@/realtime/listing";
import styles from "./ListFilters.module.css";
import { handlers, statuses } from "./useListFilter";

interface Props {
  filter: ListFilter;
  onChange: (change: Partial<Record<"status" | "handler" | "q", string | null>>) => void;
}

export function ListFilters({ filter, onChange }: Props) {
  const { t } = useTranslation("inbox");
  return (
    <div className={styles.filters}>
      <SearchBox value={filter.q ?? ""} onSearch={(q) => onChange({ q })} />
      {filter.view !== "queue" && (
        <Select
          size="small"
          variant="borderless"
          className={styles.select}
          popupMatchSelectWidth={false}
          aria-label={t("filter.status")}
          value={filter.status}
          options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={(status) => onChange({ status: status === "open" ? null : status })}
        />
      )}
      {filter.view === "all" && (
        <Select
          size="small"
          variant="borderless"
          className={styles.select}
          popupMatchSelectWidth={false}
          aria-label={t("filter.handler")}
          value={filter.handler ?? ""}
          options={[
            { value: "", label: t("filter.anyHandler") },
            ...handlers.map((value) => ({ value, label: t(`handler.${value}`) })),
          ]}
          onChange={(handler) => onChange({ handler: handler || null })}
        />
      )}
    </div>
  );
}

const pause = 250;

/** What is being typed goes to the address bar after a pause, so that each letter is not a search. */
function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string | null) => void }) {
  const { t } = useTranslation("inbox");
  const [text, setText] = useState(value);
  const box = useRef<InputRef>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => setText(value), [value]);
  useCommands([
    {
      id: "list.search",
      label: t("command.search"),
      group: "list",
      keys: "g /",
      run: () => box.current?.focus(),
    },
  ]);

  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim() || null), pause);
  };

  return (
    <Input
      ref={box}
      size="small"
      variant="filled"
      allowClear
      className={styles.search}
      prefix={<Search size={14} strokeWidth={1.75} aria-hidden="true" />}
      placeholder={t("filter.search")}
      aria-label={t("filter.search")}
      value={text}
      onChange={(event) => type(event.target.value)}
    />
  );
}
