import { describe, expect, it } from "vitest";
import { findBadOrigin, parseOrigins } from "./origins";

describe("parseOrigins", () => {
  it("reads one per line, drops doubles and the slash at the end", () => {
    expect(
      parseOrigins("https://Shop.example.com/\n\n https://shop.example.com\nhttp://localhost:3000"),
    ).toEqual(["https://shop.example.com", "http://localhost:3000"]);
  });

  it("reads an empty text as none", () => {
    expect(parseOrigins(" \n ")).toEqual([]);
  });
});

describe("findBadOrigin", () => {
  it("accepts origins and the star", () => {
    expect(findBadOrigin(["https://a.cn", "http://127.0.0.1:8080", "*"])).toBeNull();
  });

  it("finds what has a path, lacks a scheme or is no address", () => {
    expect(findBadOrigin(["https://a.cn", "https://a.cn/shop"])).toBe("https://a.cn/shop");
    expect(findBadOrigin(["shop.example.com"])).toBe("shop.example.com");
    expect(findBadOrigin(["javascript:alert(1)"])).toBe("javascript:alert(1)");
    expect(findBadOrigin(["https://"])).toBe("https://");
  });
});
