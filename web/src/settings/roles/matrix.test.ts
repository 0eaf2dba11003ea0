import { describe, expect, it } from "vitest";
import messages from "@/messages/zh-CN/settings.json";
import { permissionGroups, permissionKey } from "./matrix";

describe("permissionGroups", () => {
  const grouped = Object.values(permissionGroups).flat();

  it("shows each permission that has a text, once", () => {
    const keys = grouped.map((permission) => permissionKey(permission)).toSorted();
    expect(keys).toEqual(Object.keys(messages.roles.permissions).toSorted());
    expect(new Set(grouped).size).toBe(grouped.length);
  });
});
