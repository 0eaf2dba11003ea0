import { describe, expect, it } from "vitest";
import { conversation, session } from "@/testing/samples";
import { covers, reaches } from "./covers";

const outside = conversation({ member: null, team_id: "tem_9" });
const member = session().member;

describe("covers", () => {
  it("reaches what is one's own and what is the team's, not what went elsewhere", () => {
    expect(covers("conversation.read", conversation({ member: null }), session())).toBe(true);
    expect(covers("conversation.read", outside, session())).toBe(false);
    expect(covers("conversation.read", { ...outside, member }, session())).toBe(true);
  });
});

describe("reaches", () => {
  const reader = (team_ids: string[], scope: "brand" | "all" = "brand") =>
    session({ member: { ...member, team_ids }, permissions: { "conversation.read": scope } });

  it("is nothing for a reader of brands who has no team", () => {
    expect(reaches("conversation.read", reader(["tem_1"]))).toBe(true);
    expect(reaches("conversation.read", reader([]))).toBe(false);
    expect(reaches("conversation.read", reader([], "all"))).toBe(true);
    expect(reaches("faq.write", reader([]))).toBe(false);
  });

  it("is what is their own for somebody who takes conversations", () => {
    const newcomer = session({ member: { ...member, team_ids: [] } });
    expect(reaches("conversation.read", newcomer)).toBe(true);
  });
});
