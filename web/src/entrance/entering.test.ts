import { expect, it } from "vitest";
import { isLocal } from "./entering";

it("only leads to pages of this app after login", () => {
  expect(isLocal("/inbox?view=all")).toBe(true);
  for (const elsewhere of [null, "", "//evil.example", "/\\evil.example", "https://evil.example"]) {
    expect(isLocal(elsewhere)).toBe(false);
  }
});
