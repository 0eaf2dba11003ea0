import { describe, expect, it } from "vitest";
import { conversation, session } from "@/testing/samples";
import { allowedActions } from "./allowed";
import { snoozeTimes } from "./snooze-times";

const agent = session();
const supervisor = session({
  permissions: {
    "conversation.read": "all",
    "conversation.reply": "all",
    "conversation.assign": "all",
    "conversation.resolve": "all",
  },
});
const analyst = session({ permissions: { "conversation.read": "all" } });
const names = (...args: Parameters<typeof allowedActions>) => [...allowedActions(...args)].sort();
const emma = { id: "mem_2", name: "Emma" };

describe("allowedActions", () => {
  it("lets an agent do everything with their own conversation", () => {
    expect(names(conversation(), agent)).toEqual([
      "assign",
      "hand_back",
      "note",
      "reply",
      "resolve",
      "snooze",
      "transfer",
    ]);
  });

  it("lets an agent take what waits, not what a colleague has", () => {
    const waiting = conversation({ handler: "queue", member: null });
    expect(names(waiting, agent)).toEqual(["claim", "note"]);
    expect(names(conversation({ member: emma }), agent)).toEqual(["note"]);
  });

  it("lets a supervisor step in anywhere", () => {
    const actions = allowedActions(conversation({ member: emma }), supervisor);
    expect(actions.has("claim")).toBe(true);
    expect(actions.has("assign")).toBe(true);
    expect(actions.has("reply")).toBe(true);
    expect(
      allowedActions(conversation({ handler: "bot", member: null }), supervisor).has("reply"),
    ).toBe(false);
  });

  it("lets only its holder wake a conversation", () => {
    const asleep = conversation({ status: "snoozed" });
    expect(allowedActions(asleep, agent).has("wake")).toBe(true);
    expect(allowedActions(asleep, agent).has("snooze")).toBe(false);
    expect(allowedActions({ ...asleep, member: emma }, supervisor).has("wake")).toBe(false);
  });

  it("offers only reopening and notes once resolved", () => {
    expect(names(conversation({ status: "resolved" }), agent)).toEqual(["note", "reopen"]);
  });

  it("offers nothing to someone who only reads", () => {
    expect(names(conversation(), analyst)).toEqual([]);
  });

  it("respects the team scope", () => {
    const other = conversation({ team_id: "tem_2", member: emma });
    const lead = session({
      permissions: { "conversation.reply": "team", "conversation.assign": "team" },
    });
    expect(allowedActions(other, lead).has("assign")).toBe(false);
    expect(allowedActions({ ...other, team_id: "tem_1" }, lead).has("assign")).toBe(true);
  });
});

describe("snoozeTimes", () => {
  it("only offers moments to come, in order", () => {
    for (let hour = 0; hour < 24 * 14; hour += 1) {
      const now = new Date(2026, 10, 16, hour, 20).getTime();
      const times = snoozeTimes(now).map(({ until }) => until);
      expect(times.every((until) => until > now)).toBe(true);
      expect(new Set(times).size).toBe(times.length);
    }
  });

  it("leaves out Monday when tomorrow is Monday", () => {
    const sunday = new Date(2026, 10, 22, 10).getTime();
    expect(snoozeTimes(sunday).map(({ name }) => name)).not.toContain("monday");
  });
});
