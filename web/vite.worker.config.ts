// The service worker, built after the pages: it contains the list of their files. One script without imports, under a name
// that stays, as browsers know a worker by its address.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

import { firstLoad } from "./first-load.mjs";

const { entry, files } = firstLoad();
// The names of the files say what is in them, and the document names the entry.
const build = createHash("sha256").update(readFileSync("dist/index.html")).update(files.join()).digest("hex");

export default defineConfig({
  publicDir: false,
  define: {
    BUILD: JSON.stringify(build.slice(0, 16)),
    ENTRY: JSON.stringify(`/${entry}`),
    FILES: JSON.stringify(files.map((file) => `/${file}`)),
  },
  build: {
    target: "es2022",
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: "src/worker/service-worker.ts", output: { entryFileNames: "service-worker.js" } },
  },
});
