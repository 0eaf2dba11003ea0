/** The one browser that all tests use: Chromium as the machine has it, talking to nobody but the server under test. */
import { existsSync } from "node:fs";
import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from "@playwright/test";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

function executable(): string {
  const path = process.env.YINGDA_TEST_CHROMIUM || PLACES.find((place) => existsSync(place));
  if (!path) throw new Error("no Chromium found: install it or name it in YINGDA_TEST_CHROMIUM");
  return path;
}

export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: "chromium",
  headless: true,
  locale: "zh-CN",
  timezoneId: "Asia/Shanghai",
  viewport: { width: 1440, height: 900 },
  contextOptions: { reducedMotion: "reduce" },
  launchOptions: {
    executablePath: executable(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
};
