/** The sections of the settings and who sees them: a section that a member can do nothing in is not shown. */
import type { Permission } from "@/api/types";

export const groups = ["company", "service", "open", "result"] as const;
export type Group = (typeof groups)[number];

export type SectionName =
  | "company"
  | "members"
  | "teams"
  | "roles"
  | "channels"
  | "queues"
  | "canned"
  | "tokens"
  | "ratings";

export interface Section {
  name: SectionName;
  group: Group;
  permission: Permission;
}

export const sections: readonly Section[] = [
  { name: "company", group: "company", permission: "channel.manage" },
  { name: "members", group: "company", permission: "member.manage" },
  { name: "teams", group: "company", permission: "team.manage" },
  { name: "roles", group: "company", permission: "member.manage" },
  { name: "channels", group: "service", permission: "channel.manage" },
  { name: "queues", group: "service", permission: "queue.manage" },
  { name: "canned", group: "service", permission: "canned_reply.write" },
  { name: "tokens", group: "open", permission: "token.manage" },
  { name: "ratings", group: "result", permission: "report.read" },
];

export function visibleSections(can: (permission: Permission) => boolean): Section[] {
  return sections.filter((section) => can(section.permission));
}

/** Grouped in the order of the groups, without empty ones. */
export function groupSections(
  visible: readonly Section[],
): { group: Group; sections: Section[] }[] {
  return groups
    .map((group) => ({ group, sections: visible.filter((section) => section.group === group) }))
    .filter(({ sections: members }) => members.length > 0);
}
