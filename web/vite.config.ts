/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The server that a development page talks to; `yingda serve` listens on this address unless told otherwise.
const server = process.env.YINGDA_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  // Built files name each other relatively, and the page's <base> says where they are.
  base: "./",
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    proxy: {
      "/api": server,
      "/widget": server,
      "/widget.js": server,
      "/demo": server,
      "/docs": server,
      "/openapi.json": server,
      "/realtime": { target: server, ws: true },
    },
  },
  build: {
    outDir: "dist",
    // The content security policy has no data: for fonts and scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "messages-zh-CN", test: /src\/messages\/zh-CN\// },
            { name: "messages-en", test: /src\/messages\/en\// },
            { name: "react", test: /node_modules\/(react|react-dom|scheduler|react-router)\// },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test-setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    // One browser environment for all files: building one per file takes five times as long.
    isolate: false,
  },
});
