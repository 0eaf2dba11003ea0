import { expect, it } from "vitest";
import { Store } from "../src/storage";

interface Record {
  token: string;
  other: number;
}

it("keeps values over page views, per key", () => {
  new Store<Record>(() => window.localStorage, "a").set({ token: "t" });
  expect(new Store<Record>(() => window.localStorage, "a").get("token")).toBe("t");
  expect(new Store<Record>(() => window.localStorage, "b").get("token")).toBeNull();
});

it("forgets on request", () => {
  const store = new Store<Record>(() => window.localStorage, "c");
  store.set({ token: "t" });
  store.clear();
  expect(store.get("token")).toBeNull();
  expect(new Store<Record>(() => window.localStorage, "c").get("token")).toBeNull();
});

it("works for the page view where storage is denied", () => {
  const denied = () => {
    throw new DOMException("denied", "SecurityError");
  };
  const store = new Store<Record>(denied, "d");
  store.set({ token: "t" });
  store.set({ other: 1 });
  expect([store.get("token"), store.get("other")]).toEqual(["t", 1]);
  store.clear();
  expect(store.get("token")).toBeNull();
});

it("starts afresh from what it cannot read", () => {
  window.localStorage.setItem("e", "{broken");
  expect(new Store<Record>(() => window.localStorage, "e").get("token")).toBeNull();
});
