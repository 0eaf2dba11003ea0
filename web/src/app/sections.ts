/** The sections of the rail that exist today, and who may see them. */
import { BookOpen, ChartColumn, Inbox, type LucideIcon, Settings } from "lucide-react";
import type { Permission } from "@/api/types";

export interface Section {
  name: "inbox" | "knowledge" | "insight" | "settings";
  path: string;
  /** Other addresses that belong to it. */
  also?: string[];
  icon: LucideIcon;
  keys: string;
  anyOf: Permission[];
}

export const sections: Section[] = [
  {
    name: "inbox",
    path: "/inbox",
    also: ["/team"],
    icon: Inbox,
    keys: "g i",
    anyOf: ["conversation.read"],
  },
  { name: "knowledge", path: "/knowledge", icon: BookOpen, keys: "g k", anyOf: ["faq.read"] },
  { name: "insight", path: "/insight", icon: ChartColumn, keys: "g d", anyOf: ["report.read"] },
  {
    name: "settings",
    path: "/settings",
    icon: Settings,
    keys: "g s",
    anyOf: [
      "member.manage",
      "team.manage",
      "channel.manage",
      "queue.manage",
      "token.manage",
      "canned_reply.write",
      "report.read",
    ],
  },
];

export function sectionsFor(can: (permission: Permission) => boolean): Section[] {
  return sections.filter((section) => section.anyOf.some(can));
}
