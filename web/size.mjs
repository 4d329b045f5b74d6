// The compressed size of a learner's first visit: the document, and all scripts and styles it needs. Fails over the limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { firstLoad } from "./first-load.mjs";

const LIMIT_BYTES = 60 * 1024;

let total = 0;
for (const file of ["index.html", ...firstLoad().files, "service-worker.js"]) {
  const bytes = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
  total += bytes;
  console.log(`${String(bytes).padStart(7)}  ${file}`);
}
console.log(`${String(total).padStart(7)}  of ${LIMIT_BYTES} bytes (gzip): everything that a learner loads`);
if (total > LIMIT_BYTES) {
  console.error("the first load exceeds its limit");
  process.exit(1);
}
