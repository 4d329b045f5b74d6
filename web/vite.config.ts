/// <reference types="vitest/config" />
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

import { texts } from "./texts/plugin.ts";
import pdfjs from "pdfjs-dist/package.json" with { type: "json" };

/**
 * Files that pdf.js fetches on demand: character maps, the standard fonts, and the JPEG 2000 decoder without WebAssembly.
 * The path contains the version, as assets are cached forever.
 */
function pdfjsData(): Plugin {
  const from = `node_modules/pdfjs-dist`;
  const wanted: Record<string, RegExp> = { cmaps: /./, standard_fonts: /./, wasm: /nowasm|OPENJPEG/ };
  return {
    name: "pdfjs-data",
    generateBundle() {
      for (const [folder, names] of Object.entries(wanted))
        for (const name of readdirSync(`${from}/${folder}`).filter((one) => names.test(one)))
          this.emitFile({
            type: "asset",
            fileName: `assets/pdfjs-${pdfjs.version}/${folder}/${name}`,
            source: readFileSync(`${from}/${folder}/${name}`),
          });
    },
  };
}

const LEARNERS_TEXTS = /virtual:catalogue\/learn|@messageformat\/runtime/;

// No inlined assets or scripts: the Content-Security-Policy forbids them.
export default defineConfig({
  plugins: [pdfjsData(), texts()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    // The service worker stores the learner's texts in the languages that were used, and knows them by their names.
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => LEARNERS_TEXTS.test(id)) ? "assets/t-[name]-[hash].js" : "assets/[name]-[hash].js",
      },
    },
  },
  // Property-based tests take long on a busy machine; this only stops tests that hang.
  test: { testTimeout: 300_000, setupFiles: ["tests/setup.ts"] },
});
