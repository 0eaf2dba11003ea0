/**
 * Builds the widget into one self-contained script and fails when it outgrows its size budget.
 * Not a dev server: the widget is tried on the demo shop page that the server serves.
 */
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const GZIP_LIMIT_BYTES = 40_000;

function sizeBudget(): Plugin {
  return {
    name: "yingda-size-budget",
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const [file] = files;
      if (files.length !== 1 || file?.type !== "chunk") {
        this.error(
          `the widget must be one script, the build made: ${files.map((f) => f.fileName).join(", ")}`,
        );
      }
      const size = gzipSync(file.code, { level: 9 }).length;
      if (size > GZIP_LIMIT_BYTES) {
        this.error(`${file.fileName} is ${size} bytes after gzip, the limit is ${GZIP_LIMIT_BYTES}`);
      }
      this.info(`${file.fileName}: ${size} bytes after gzip (limit ${GZIP_LIMIT_BYTES})`);
    },
  };
}

export default defineConfig({
  plugins: [sizeBudget()],
  build: {
    target: "es2020",
    sourcemap: false,
    reportCompressedSize: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "YingdaWidget", fileName: () => "widget.js" },
  },
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.{ts,tsx}"],
    css: true,
    restoreMocks: true,
  },
});
