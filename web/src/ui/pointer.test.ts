import { describe, expect, it } from "vitest";
import { errorsToFields, pointerToPath } from "./pointer";

describe("pointerToPath", () => {
  it("reads names, indices and escapes", () => {
    expect(pointerToPath("/similar/3")).toEqual(["similar", 3]);
    expect(pointerToPath("#/settings/title/zh-CN")).toEqual(["settings", "title", "zh-CN"]);
    expect(pointerToPath("/a~1b/c~0d")).toEqual(["a/b", "c~d"]);
  });

  it("reads the whole document as no field", () => {
    expect(pointerToPath("")).toEqual([]);
    expect(pointerToPath("/")).toEqual([]);
  });
});

describe("errorsToFields", () => {
  it("puts each error at its field and gathers several", () => {
    const sorted = errorsToFields(
      [
        { pointer: "/question", detail: "is empty" },
        { pointer: "/question", detail: "is taken" },
        { pointer: "/question", detail: "is taken" },
      ],
      ["question", "answer"],
    );
    expect(sorted).toEqual({
      fields: [{ name: ["question"], errors: ["is empty", "is taken"] }],
      rest: [],
    });
  });

  it("shows an error inside a list at the list when the form has no field for the element", () => {
    const sorted = errorsToFields([{ pointer: "/similar/2", detail: "too long" }], ["similar"]);
    expect(sorted.fields).toEqual([{ name: ["similar"], errors: ["too long"] }]);
  });

  it("prefers the element when the form has a field for it", () => {
    const sorted = errorsToFields(
      [{ pointer: "/suggestions/0/en", detail: "too long" }],
      ["suggestions", "suggestions.0.en"],
    );
    expect(sorted.fields).toEqual([{ name: ["suggestions", 0, "en"], errors: ["too long"] }]);
  });

  it("keeps what belongs to no field", () => {
    const sorted = errorsToFields(
      [
        { pointer: "", detail: "the whole is wrong" },
        { pointer: "/brand_id", detail: "unknown brand" },
      ],
      ["question"],
    );
    expect(sorted).toEqual({ fields: [], rest: ["the whole is wrong", "unknown brand"] });
  });
});
