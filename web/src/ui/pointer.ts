/**
 * Brings a problem document's errors to the fields of a form. Not a validator: it only says which field each error of the
 * server belongs to, and which ones belong to none so that they can be shown above the buttons.
 */

export interface PointedError {
  pointer: string;
  detail: string;
}

export type FieldPath = (string | number)[];

export interface FieldErrors {
  fields: { name: FieldPath; errors: string[] }[];
  rest: string[];
}

/** Reads a JSON pointer (RFC 6901); array indices become numbers, as form libraries want them. */
export function pointerToPath(pointer: string): FieldPath {
  const trimmed = pointer.startsWith("#") ? pointer.slice(1) : pointer;
  if (trimmed === "" || trimmed === "/") return [];
  return trimmed
    .replace(/^\//u, "")
    .split("/")
    .map((part) => part.replace(/~1/gu, "/").replace(/~0/gu, "~"))
    .map((part) => (/^(?:0|[1-9]\d*)$/u.test(part) ? Number(part) : part));
}

/**
 * Sorts errors to the fields a form has. `known` lists the form's field paths joined by dots ("settings.title.zh-CN");
 * an error below a known field (one element of a list, say) is shown at that field.
 */
export function errorsToFields(
  errors: readonly PointedError[],
  known: readonly string[],
): FieldErrors {
  const names = new Set(known);
  const byField = new Map<string, { name: FieldPath; errors: string[] }>();
  const rest: string[] = [];
  for (const error of errors) {
    const name = closestKnown(pointerToPath(error.pointer), names);
    if (name === null) {
      rest.push(error.detail);
      continue;
    }
    const key = name.join(".");
    const entry = byField.get(key) ?? { name, errors: [] };
    if (!entry.errors.includes(error.detail)) entry.errors.push(error.detail);
    byField.set(key, entry);
  }
  return { fields: [...byField.values()], rest };
}

function closestKnown(path: FieldPath, known: ReadonlySet<string>): FieldPath | null {
  for (let length = path.length; length > 0; length -= 1) {
    const candidate = path.slice(0, length);
    if (known.has(candidate.join("."))) return candidate;
  }
  return null;
}
