/** How `scripts/screenshots.sh` takes its pictures; not part of the tests. */
import { defineConfig } from "@playwright/test";
import { browser } from "./harness/browser";

export default defineConfig({
  testMatch: "screenshots.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 300_000,
  reporter: "list",
  use: browser,
});
