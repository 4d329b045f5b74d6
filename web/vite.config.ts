/// <reference types="vitest/config" />
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

import pdfjs from "pdfjs-dist/package.json" with { type: "json" };

/**
 * What pdf.js fetches by name when a document needs it: character maps, the fonts that every PDF reader has, and what
 * reads JPEG 2000 without WebAssembly. Under the version, as all assets are kept for good.
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

// Everything is a file of its own, and no script stands in the document: the Content-Security-Policy allows no other.
export default defineConfig({
  plugins: [pdfjsData()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
  },
  // For a test that hangs; those that try everything take their time on a busy machine.
  test: { testTimeout: 300_000 },
});
