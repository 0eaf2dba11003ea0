import { describe, expect, it } from "vitest";
import type { ChannelOut } from "@/api/types";
import { countMissing, fieldsOf, patchOf } from "./fields";

const both = (text: string) => ({ "zh-CN": text, en: text });

const channel: ChannelOut = {
  id: "chn_1",
  brand_id: "brd_1",
  kind: "web",
  name: "官网",
  key: "wk_1",
  queue_id: "que_1",
  enabled: true,
  settings: {
    color: "#2F6BFF",
    logo: null,
    title: both("客服"),
    greeting: both("你好"),
    suggestions: [both("怎么退货")],
    consent: null,
    offline_notice: both("不在线"),
    position: "right",
    attachments: true,
  },
  allowed_origins: ["https://a.cn"],
  identity_secret: null,
  snippet: "",
  created_at: 0,
  version: 3,
};

describe("patchOf", () => {
  it("gives back what it was given", () => {
    const { name, queue_id, enabled, settings, allowed_origins } = channel;
    expect(patchOf(fieldsOf(channel), 3)).toEqual({
      name,
      queue_id,
      enabled,
      settings,
      allowed_origins,
      version: 3,
    });
  });

  it("drops blank suggestions and a consent that is switched off", () => {
    const fields = fieldsOf(channel);
    fields.settings.suggestions.push(both(" "));
    fields.settings.consent = both("同意");
    const { settings } = patchOf(fields, 3);
    expect(settings?.suggestions).toHaveLength(1);
    expect(settings?.consent).toBeNull();
  });
});

describe("countMissing", () => {
  it("counts per language, consent only while it is asked", () => {
    const fields = fieldsOf(channel);
    fields.settings.title.en = "";
    expect(countMissing(fields, "en")).toBe(1);
    expect(countMissing({ ...fields, asksConsent: true }, "en")).toBe(2);
    expect(countMissing(fields, "zh-CN")).toBe(0);
  });
});
