import { describe, expect, it } from "vitest";
import { chooseLocale, type MessageKey, Translator } from "../src/messages";
import { en } from "../src/messages/en";
import { zhCN } from "../src/messages/zh-CN";

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("languages", () => {
  it("have the same keys", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zhCN).sort());
  });

  it("have a text for each key, with the same parameters", () => {
    for (const key of Object.keys(zhCN) as MessageKey[]) {
      expect(zhCN[key].trim(), key).not.toBe("");
      expect(en[key].trim(), key).not.toBe("");
      expect(holes(en[key]), key).toEqual(holes(zhCN[key]));
    }
  });

  it("are chosen by the tag, then the page, then the browser", () => {
    expect(chooseLocale("en", "zh-CN", ["zh"])).toBe("en");
    expect(chooseLocale(null, "zh-Hant-TW", ["en"])).toBe("zh-CN");
    expect(chooseLocale(null, "", ["fr-FR", "zh-CN", "en"])).toBe("zh-CN");
    expect(chooseLocale("fr", "", [])).toBe("en");
  });
});

describe("texts", () => {
  const zh = new Translator("zh-CN");

  it("say every problem of the server without its code", () => {
    const codes = [
      "invalid malformed unauthenticated forbidden not_found conflict stale_version already_resolved too_large",
      "unsupported_media_type rate_limited token_expired token_invalid token_replayed unavailable internal network",
    ];
    for (const code of codes.join(" ").split(" ")) {
      expect(zh.error(code)).not.toContain(code);
      expect(zh.error(code)).not.toBe("");
    }
  });

  it("say nothing for a notice that is not known", () => {
    expect(zh.coded("notice", "from_the_future")).toBeNull();
    expect(zh.coded("notice", "agent_joined", { name: "李想" })).toContain("李想");
  });

  it("fall back to the other language when one is missing", () => {
    expect(zh.local({ "zh-CN": "", en: "Hello" })).toBe("Hello");
  });

  it("write the time with as much date as it needs", () => {
    const now = new Date(2026, 4, 20, 15, 30).getTime();
    expect(zh.time(now, now)).toBe("15:30");
    expect(zh.time(new Date(2026, 4, 19, 23, 59).getTime(), now)).toBe("昨天 23:59");
    expect(new Translator("en").time(new Date(2026, 3, 1, 8, 5).getTime(), now)).toBe("Apr 1 08:05");
  });

  it("write sizes in the unit that fits", () => {
    expect([12, 1_500, 20_971_520].map((bytes) => zh.size(bytes))).toEqual(["12 B", "1.5 kB", "21 MB"]);
  });
});
