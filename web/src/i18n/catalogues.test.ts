/** Both languages say the same things: same files, same keys, same variables, nothing empty. */
import { describe, expect, it } from "vitest";

type Tree = { [key: string]: string | Tree };

const files = import.meta.glob<Tree>("../messages/*/*.json", { import: "default", eager: true });

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") leaves.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) leaves.set(inner, text);
  }
  return leaves;
}

/** English has a singular where Chinese has none: `_one` is checked against `_other`. */
function keysOf(tree: Tree): string[] {
  return [...flatten(tree).keys()].filter((key) => !key.endsWith("_one")).sort();
}

function variablesOf(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? "").sort();
}

const names = [...new Set(Object.keys(files).map((path) => path.split("/").at(-1) ?? ""))];

describe.each(names)("%s", (name) => {
  const chinese = files[`../messages/zh-CN/${name}`];
  const english = files[`../messages/en/${name}`];

  it("exists in both languages", () => {
    expect(chinese).toBeDefined();
    expect(english).toBeDefined();
  });

  it("has the same keys in both languages", () => {
    expect(keysOf(english ?? {})).toEqual(keysOf(chinese ?? {}));
  });

  it("has a text for each key, with the same variables", () => {
    const texts = flatten(english ?? {});
    for (const [key, text] of flatten(chinese ?? {})) {
      expect(text.trim(), `zh-CN ${key}`).not.toBe("");
      const other = texts.get(key) ?? "";
      expect(other.trim(), `en ${key}`).not.toBe("");
      expect(variablesOf(other), key).toEqual(variablesOf(text));
    }
  });
});
