/** Arranges the permissions for reading: groups of related ones, in the order of a working day. */
import type { Permission, Role } from "@/api/types";

export const roleOrder: readonly Role[] = [
  "administrator",
  "supervisor",
  "agent",
  "knowledge_manager",
  "analyst",
];

export const permissionGroups = {
  conversation: [
    "conversation.read",
    "conversation.reply",
    "conversation.assign",
    "conversation.resolve",
  ],
  customer: ["customer.read", "customer.update", "customer.erase"],
  knowledge: ["faq.read", "faq.write", "canned_reply.read", "canned_reply.write"],
  people: ["member.read", "member.manage", "team.manage", "presence.manage"],
  service: ["channel.manage", "queue.manage"],
  open: ["token.manage", "report.read", "server.manage", "alarm.manage"],
} as const satisfies Record<string, readonly Permission[]>;

export type PermissionGroup = keyof typeof permissionGroups;

type Dotless<Name extends string> = Name extends `${infer Before}.${infer After}`
  ? `${Before}_${After}`
  : Name;

/** A permission's key in the message catalogue, where a dot would mean another level. */
export function permissionKey<Name extends Permission>(permission: Name): Dotless<Name> {
  return permission.replace(".", "_") as Dotless<Name>;
}
