/** Which format a file has, by its name; what is inside is the server's to judge. */
export type FileFormat = "csv" | "xlsx" | "jsonl";

export const acceptedFiles = ".csv,.xlsx,.jsonl,.ndjson";

export function formatOf(name: string): FileFormat | null {
  const ending = name.toLowerCase().split(".").at(-1);
  if (ending === "csv" || ending === "xlsx" || ending === "jsonl") return ending;
  return ending === "ndjson" ? "jsonl" : null;
}
