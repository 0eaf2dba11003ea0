import { describe, expect, it } from "vitest";
import type { Permission } from "@/api/types";
import { groupSections, visibleSections } from "./sections";

const may =
  (...permissions: Permission[]) =>
  (permission: Permission) =>
    permissions.includes(permission);

describe("visibleSections", () => {
  it("shows a section only to those who may use it", () => {
    expect(visibleSections(may("canned_reply.write")).map(({ name }) => name)).toEqual(["canned"]);
    expect(visibleSections(may())).toEqual([]);
  });
});

describe("groupSections", () => {
  it("leaves out groups without sections", () => {
    const grouped = groupSections(visibleSections(may("queue.manage", "report.read")));
    expect(grouped.map(({ group }) => group)).toEqual(["service", "result"]);
  });
});
