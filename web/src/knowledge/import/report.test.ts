import { describe, expect, it } from "vitest";
import { errorsAsCsv, nextStep, summarise, toCsv } from "./report";

const clean = {
  created: 3,
  updated: 1,
  unchanged: 2,
  skipped: 0,
  dry_run: true,
  unknown_columns: [],
  errors: [],
};
const error = (line: number, field: string) => ({
  line,
  field,
  code: "required",
  detail: `${field} is empty`,
});

describe("summarise", () => {
  it("counts a row with several errors once and sorts by line", () => {
    const summary = summarise({
      ...clean,
      skipped: 2,
      errors: [error(9, "answer"), error(4, "question"), error(4, "answer")],
    });
    expect(summary.badRows).toBe(2);
    expect(summary.goodRows).toBe(6);
    expect(summary.errors.map((e) => `${e.line} ${e.field ?? ""}`)).toEqual([
      "4 answer",
      "4 question",
      "9 answer",
    ]);
  });
});

describe("nextStep", () => {
  it("imports when every row is good", () => {
    expect(nextStep(summarise(clean))).toBe("import_all");
  });

  it("offers the good rows when some are bad", () => {
    expect(nextStep(summarise({ ...clean, errors: [error(2, "answer")] }))).toBe("import_good");
  });

  it("has nothing to do when every row is in place already", () => {
    expect(nextStep(summarise({ ...clean, created: 0, updated: 0 }))).toBe("nothing_to_do");
  });

  it("asks for a better file when no good row would change anything", () => {
    expect(
      nextStep(summarise({ ...clean, created: 0, updated: 0, errors: [error(2, "answer")] })),
    ).toBe("fix_file");
  });
});

describe("toCsv", () => {
  it("quotes cells with commas, quotes and line breaks", () => {
    expect(
      toCsv([
        ["a", "b,c"],
        ['say "hi"', "x\ny"],
      ]),
    ).toBe('\uFEFFa,"b,c"\r\n"say ""hi""","x\ny"\r\n');
  });

  it("writes the errors under the given header", () => {
    expect(
      errorsAsCsv([{ line: 4, field: null, code: "x", detail: "bad" }], ["行", "列", "原因"]),
    ).toBe("\uFEFF行,列,原因\r\n4,,bad\r\n");
  });
});
