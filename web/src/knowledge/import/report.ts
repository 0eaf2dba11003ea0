/**
 * Makes the server's answer to an import readable: which rows are bad, in file order, and what can be done next.
 * It does not read the file itself; the server is the only judge of its rows.
 */
import type { FaqImportOut } from "@/api/types";

export interface BadRow {
  line: number;
  field: string | null;
  code: string;
  detail: string;
}

export interface ImportSummary {
  created: number;
  updated: number;
  unchanged: number;
  /** Rows with at least one error; a row with three errors counts once. */
  badRows: number;
  /** Rows that would be, or were, written or found in place. */
  goodRows: number;
  errors: BadRow[];
  /** Columns of the file that the server knows nothing to do with. */
  unknownColumns: readonly string[];
}

/** What the person may do after a dry run. */
export type NextStep = "import_all" | "import_good" | "nothing_to_do" | "fix_file";

export function summarise(report: FaqImportOut): ImportSummary {
  const errors = report.errors
    .map((error) => ({
      line: error.line,
      field: error.field ?? null,
      code: error.code,
      detail: error.detail,
    }))
    .sort((a, b) => a.line - b.line || (a.field ?? "").localeCompare(b.field ?? ""));
  const lines = new Set(errors.map((error) => error.line));
  return {
    created: report.created,
    updated: report.updated,
    unchanged: report.unchanged,
    badRows: Math.max(lines.size, report.skipped),
    goodRows: report.created + report.updated + report.unchanged,
    errors,
    unknownColumns: report.unknown_columns,
  };
}

export function nextStep(summary: ImportSummary): NextStep {
  const changes = summary.created + summary.updated;
  if (summary.errors.length === 0) return changes > 0 ? "import_all" : "nothing_to_do";
  return changes > 0 ? "import_good" : "fix_file";
}

/** The errors as a CSV file that opens in a spreadsheet beside the original. */
export function errorsAsCsv(
  errors: readonly BadRow[],
  header: readonly [string, string, string],
): string {
  const rows = errors.map((error) => [String(error.line), error.field ?? "", error.detail]);
  return toCsv([[...header], ...rows]);
}

/** CSV with a byte order mark and CRLF, because spreadsheet programs otherwise take Chinese text for another encoding. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map(quoteCell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

function quoteCell(cell: string): string {
  return /[",\r\n]/u.test(cell) ? `"${cell.replace(/"/gu, '""')}"` : cell;
}
