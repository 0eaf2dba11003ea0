/** The list of FAQ entries: filters in the address bar, keyboard, bulk changes. The editor opens over it. */
import { Button, Dropdown, Tooltip } from "antd";
import { Download, Ellipsis, Plus, Upload } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useNavigate, useParams, useSearchParams } from "react-router";
import { urlOf } from "@/api/client";
import type { FaqOut } from "@/api/types";
import type { Command } from "@/keyboard/commands";
import { useCommands } from "@/keyboard/KeyboardProvider";
import { useCan } from "@/session/session";
import { ProblemAlert } from "@/ui/ProblemAlert";
import { KnowledgeFrame } from "../KnowledgeFrame";
import { useRowCursor } from "../row-cursor";
import { BulkBar } from "./BulkBar";
import { FaqEmpty } from "./FaqEmpty";
import { FaqTable, type FaqTableHandle } from "./FaqTable";
import { FaqToolbar } from "./FaqToolbar";
import { readFilters } from "./filters";
import { useBrandId, useFaqList } from "./queries";

const noRows: FaqOut[] = [];

export function FaqListPage() {
  const { t } = useTranslation("knowledge");
  const can = useCan();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const { faqId } = useParams();
  const filters = readFilters(parameters);
  const list = useFaqList(filters);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? noRows, [list.data]);
  const [selected, setSelected] = useState<string[]>([]);
  const table = useRef<FaqTableHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const writable = can("faq.write");

  const open = useCallback(
    (id: string) => navigate({ pathname: `/knowledge/faq/${id}`, search: parameters.toString() }),
    [navigate, parameters],
  );
  const create = useCallback(() => open("new"), [open]);
  const uncovered = faqId === undefined;
  const cursor = useRowCursor({
    ids: rows.map((row) => row.id),
    enabled: uncovered,
    onOpen: open,
    onMove: (id) => table.current?.reveal(id),
    onSelect: writable ? (id) => setSelected((before) => toggle(before, id)) : undefined,
  });
  usePageCommands({ uncovered, writable, onNew: create, onSearch: () => search.current?.focus() });

  const selectedRows = useMemo(() => {
    const ids = new Set(selected);
    return rows.filter((row) => ids.has(row.id));
  }, [rows, selected]);

  return (
    <KnowledgeFrame
      filled
      title={t("nav.faq")}
      actions={writable && <WriterActions onNew={create} />}
    >
      {selectedRows.length > 0 ? (
        <BulkBar rows={selectedRows} onClear={() => setSelected([])} />
      ) : (
        <FaqToolbar searchRef={search} />
      )}
      {list.isError ? (
        <ProblemAlert error={list.error} onRetry={() => list.refetch()} style={{ margin: 24 }} />
      ) : (
        <FaqTable
          ref={table}
          list={list}
          rows={rows}
          cursor={faqId ?? cursor}
          selected={writable ? selected : null}
          onSelect={setSelected}
          onOpen={open}
          empty={<FaqEmpty filters={filters} onNew={create} />}
        />
      )}
      <Outlet />
    </KnowledgeFrame>
  );
}

interface PageCommands {
  uncovered: boolean;
  writable: boolean;
  onNew: () => void;
  onSearch: () => void;
}

function usePageCommands({ uncovered, writable, onNew, onSearch }: PageCommands) {
  const { t } = useTranslation("knowledge");
  const search: Command = {
    id: "knowledge.search",
    label: t("keys.search"),
    group: "list",
    keys: "/",
    run: onSearch,
  };
  const create: Command = {
    id: "knowledge.new",
    label: t("keys.new"),
    group: "list",
    keys: "n",
    run: onNew,
  };
  useCommands(uncovered ? (writable ? [search, create] : [search]) : []);
}

function WriterActions({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation("knowledge");
  const navigate = useNavigate();
  const brandId = useBrandId();
  const items = [
    {
      key: "export",
      icon: <Download size={16} />,
      label: (
        <Tooltip title={t("faq.exportHint")} placement="left">
          <a href={urlOf("faq_export", { query: { brand_id: brandId } })} download>
            {t("faq.export")}
          </a>
        </Tooltip>
      ),
    },
  ];
  return (
    <>
      <Button icon={<Upload size={16} />} onClick={() => navigate("/knowledge/import")}>
        {t("faq.import")}
      </Button>
      <Button type="primary" icon={<Plus size={16} />} onClick={onNew}>
        {t("faq.new")}
      </Button>
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button type="text" icon={<Ellipsis size={16} />} aria-label={t("faq.more")} />
      </Dropdown>
    </>
  );
}

function toggle(ids: string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
}
