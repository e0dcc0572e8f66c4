import { defineConfig } from "vitest/config";

// Addresses in the bundle are relative: the server says by <base> below which path the studio lies.
export default defineConfig({
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../src/halley/studio/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
  },
  // The host stays that of the page, or the studio would take it for a page of another address.
  server: { proxy: { "/api": { target: "http://127.0.0.1:2061", changeOrigin: false } } },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "node" },
});
