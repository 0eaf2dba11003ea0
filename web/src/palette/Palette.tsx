/** Finds every action, place, reply and conversation by typing a few letters of it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { operationQuery } from "@/api/queries";
import { type Command, commandGroups } from "@/keyboard/commands";
import { useCommandRegistry } from "@/keyboard/KeyboardProvider";
import { Keys } from "@/keyboard/Keys";
import { isComposing } from "@/keyboard/keys";
import { useCan } from "@/session/session";
import { rankBy } from "./match";
import styles from "./Palette.module.css";

interface Entry extends Pick<Command, "id" | "label" | "keys" | "run" | "hint"> {
  group: Command["group"] | "conversations";
}

interface Props {
  open: boolean;
  onClose: () => void;
}

export function Palette({ open, onClose }: Props) {
  const { t } = useTranslation("shell");
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      title={<span className="visually-hidden">{t("command.palette")}</span>}
      width={620}
      style={{ top: "12vh" }}
      styles={{ container: { padding: 0 }, header: { height: 0, margin: 0 } }}
      destroyOnHidden
    >
      <Finder onClose={onClose} />
    </Modal>
  );
}

function Finder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const entries = useEntries(query);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(chosen, Math.max(entries.length - 1, 0));

  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };

  const press = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Enter") run(entries[at]);
    else if (event.key === "ArrowDown") setChosen((at + 1) % Math.max(entries.length, 1));
    else if (event.key === "ArrowUp")
      setChosen((at - 1 + entries.length) % Math.max(entries.length, 1));
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.palette}>
      <div className={styles.query}>
        <Search size={18} strokeWidth={1.75} />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened in order to type
          autoFocus
          value={query}
          placeholder={t("palette.placeholder")}
          aria-label={t("palette.placeholder")}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={entries[at] && `palette-${at}`}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div className={styles.list} ref={list} id="palette-list" role="listbox">
        {entries.map((entry, number) => (
          <Row
            key={entry.id}
            entry={entry}
            number={number}
            heading={entry.group !== entries[number - 1]?.group ? t(`group.${entry.group}`) : null}
            chosen={number === at}
            onHover={() => setChosen(number)}
            onRun={() => run(entry)}
          />
        ))}
        {entries.length === 0 && <p className={styles.nothing}>{t("palette.nothing")}</p>}
      </div>
    </div>
  );
}

interface RowProps {
  entry: Entry;
  number: number;
  heading: string | null;
  chosen: boolean;
  onHover: () => void;
  onRun: () => void;
}

function Row({ entry, number, heading, chosen, onHover, onRun }: RowProps) {
  return (
    <>
      {heading && <div className={styles.heading}>{heading}</div>}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input above takes the keys */}
      <div
        id={`palette-${number}`}
        data-at={number}
        role="option"
        tabIndex={-1}
        aria-selected={chosen}
        className={styles.row}
        onMouseMove={onHover}
        onClick={onRun}
      >
        <span className={styles.label}>{entry.label}</span>
        {entry.hint && <span className={styles.hint}>{entry.hint}</span>}
        {entry.keys && <Keys keys={entry.keys} />}
      </div>
    </>
  );
}

/** Commands by fit; replies and conversations once something has been typed. */
function useEntries(query: string): Entry[] {
  const registry = useCommandRegistry();
  const conversations = useConversations(query);
  const commands = registry
    .list()
    .filter((command) => !command.keyboardOnly && (query !== "" || command.group !== "replies"));
  const ranked = rankBy<Entry>(commands, query, (entry) => [entry.label, entry.hint ?? ""]);
  // With nothing typed there is no best fit: then what concerns the open conversation comes first.
  const groups = query === "" ? commandGroups : new Set(ranked.map((entry) => entry.group));
  const grouped = [...groups].flatMap((group) => ranked.filter((entry) => entry.group === group));
  return [...grouped, ...conversations];
}

function useConversations(query: string): Entry[] {
  const navigate = useNavigate();
  const can = useCan();
  const q = useDeferredValue(query.trim());
  const { data } = useQuery({
    ...operationQuery("conversation_list", { query: { view: "all", q, limit: 8 } }),
    enabled: q.length > 0 && can("conversation.read"),
    placeholderData: keepPreviousData,
  });
  if (q === "") return [];
  return (data?.items ?? []).map((conversation) => ({
    id: conversation.id,
    label: conversation.customer.name,
    hint: conversation.preview?.text ?? "",
    group: "conversations",
    run: () => navigate(`/inbox/${conversation.id}`),
  }));
}
