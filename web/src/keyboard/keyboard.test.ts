import { beforeEach, describe, expect, it, vi } from "vitest";
import { Commands } from "./commands";
import { press } from "./KeyboardProvider";
import { caps, Sequences } from "./keys";
import { singleKeys } from "./single-keys";

let commands: Commands;
let sequences: Sequences;
const ran: string[] = [];

function define(...keys: string[]) {
  commands.add({
    commands: keys.map((key) => ({
      id: key,
      label: key,
      group: "general",
      keys: key,
      run: () => ran.push(key),
    })),
  });
}

function type(key: string, options: KeyboardEventInit = {}, target: EventTarget = document.body) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options });
  target.addEventListener(
    "keydown",
    (heard) => press(heard as KeyboardEvent, commands, sequences),
    {
      once: true,
    },
  );
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  document.body.innerHTML = "";
  commands = new Commands();
  sequences = new Sequences();
  ran.length = 0;
});

describe("press", () => {
  it("runs a command by its key and by its sequence", () => {
    define("j", "g i");
    type("j");
    type("g");
    type("i");
    expect(ran).toEqual(["j", "g i"]);
  });

  it("does not take the second key of a broken sequence for lost", () => {
    define("g i", "j");
    type("g");
    type("j");
    expect(ran).toEqual(["j"]);
  });

  it("leaves keys to an input method", () => {
    define("j", "Enter");
    type("j", { isComposing: true });
    type("Process");
    type("Enter", { keyCode: 229 });
    expect(ran).toEqual([]);
  });

  it("leaves keys to text fields and dialogs, but not modifier combinations", () => {
    define("e", "mod+k");
    document.body.innerHTML =
      '<textarea></textarea><div role="dialog"><span></span></div><input type="checkbox">';
    const [field, inDialog, box] = document.querySelectorAll("textarea, span, input");
    type("e", {}, field);
    type("e", {}, inDialog);
    expect(ran).toEqual([]);
    type("k", { ctrlKey: true }, field);
    type("e", {}, box);
    expect(ran).toEqual(["mod+k", "e"]);
  });

  it("does not confuse Ctrl-E with e", () => {
    define("e");
    type("e", { ctrlKey: true });
    expect(ran).toEqual([]);
  });

  it("lets Enter press a focused button", () => {
    define("Enter");
    document.body.innerHTML = "<button></button>";
    type("Enter", {}, document.querySelector("button") ?? document.body);
    expect(ran).toEqual([]);
  });

  it("moves on while j is held, and does nothing else while a key is held", () => {
    define("j", "e");
    type("j", { repeat: true });
    type("e", { repeat: true });
    expect(ran).toEqual(["j"]);
  });

  it("keeps only combinations when single keys are switched off", () => {
    define("j", "mod+k");
    singleKeys.set(false);
    type("j");
    type("k", { metaKey: true });
    expect(ran).toEqual(["mod+k"]);
  });

  it("stops the browser from doing its own thing with a key that was used", () => {
    define("mod+k");
    expect(type("k", { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(type("l", { ctrlKey: true }).defaultPrevented).toBe(false);
  });
});

describe("Commands", () => {
  it("forgets what has left the screen, and lets the latest claim win", () => {
    const first = vi.fn();
    const second = vi.fn();
    const command = { id: "x", label: "x", group: "general" as const, keys: "x" };
    commands.add({ commands: [{ ...command, run: first }] });
    const leave = commands.add({ commands: [{ ...command, run: second }] });
    commands.byKeys("x")?.run();
    leave();
    commands.byKeys("x")?.run();
    expect(second).toHaveBeenCalledOnce();
    expect(first).toHaveBeenCalledOnce();
  });
});

describe("Sequences", () => {
  it("forgets a first key after a pause", () => {
    expect(sequences.next("g", 0, ["g i"])).toBeNull();
    expect(sequences.next("i", 5000, ["g i"])).toBeNull();
  });
});

it("prints caps", () => {
  expect(caps("g i")).toEqual(["G", "I"]);
  expect(caps("mod+Enter")).toEqual(["Ctrl", "↵"]);
});
