/**
 * How the browser and whole-system tests run: an installed Chromium, never a downloaded one; a server of its own for
 * each test; no retries, because a test that needs a second try is a failing test.
 */
import { defineConfig } from "@playwright/test";
import { browser } from "./harness/browser";

const reports = process.env.YINGDA_TEST_REPORTS;

export default defineConfig({
  testMatch: ["specs/**/*.spec.ts", "faults/**/*.spec.ts"],
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ...(reports ? [["json", { outputFile: `${reports}/e2e.json` }] as const] : [])],
  use: { ...browser, trace: "retain-on-failure" },
});
