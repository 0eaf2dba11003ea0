/** The list of FAQ entries: filters in the address bar, keyboard, bulk changes. The editor opens over it. */
import { Button, Dropdown, Tooltip } from "antd";
import { Download, Ellipsis, Plus, Upload } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useNavigate, useParams, useSearchParams } from "react-router";
import type { FaqOut } from "@/api/types";
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
  const actions = useMemo(
    () => ({
      ...(writable ? { n: () => void open("new") } : {}),
      "/": () => search.current?.focus(),
      x: (id: string | null) => writable && id && setSelected((before) => toggle(before, id)),
    }),
    [open, writable],
  );
  const { cursor } = useRowCursor({
    ids: useMemo(() => rows.map((row) => row.id), [rows]),
    enabled: faqId === undefined,
    onOpen: open,
    onMove: (id) => table.current?.reveal(id),
    actions,
  });

  const selectedRows = useMemo(() => {
    const ids = new Set(selected);
    return rows.filter((row) => ids.has(row.id));
  }, [rows, selected]);

  return (
    <KnowledgeFrame
      filled
      title={t("nav.faq")}
      actions={writable && <WriterActions onNew={() => open("new")} />}
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
          empty={<FaqEmpty filters={filters} onNew={() => open("new")} />}
        />
      )}
      <Outlet />
    </KnowledgeFrame>
  );
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
          <a href={`/api/v1/faq/export?brand_id=${encodeURIComponent(brandId)}`} download>
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
        <Button type="text" icon={<Ellipsis size={16} />} aria-label={t("faq.export")} />
      </Dropdown>
    </>
  );
}

function toggle(ids: string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
}
