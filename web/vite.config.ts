import { defineConfig } from "vite";

// Everything is a file of its own, and no script stands in the document: the Content-Security-Policy allows no other.
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
  },
});
