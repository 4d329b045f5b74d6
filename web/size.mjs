// The compressed size of a learner's first visit: the document, and all scripts and styles it needs. Fails over the limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { firstLoad, learnerCatalogues } from "./first-load.mjs";

const LIMIT_BYTES = 60 * 1024;

const size = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
const sum = (files) => files.map(size).reduce((one, other) => one + other, 0);
// Of the languages, the one with the most bytes.
const [texts] = learnerCatalogues().sort((one, other) => sum(other) - sum(one));

let total = 0;
for (const file of ["index.html", ...new Set([...firstLoad().files, ...texts]), "service-worker.js"]) {
  const bytes = size(file);
  total += bytes;
  console.log(`${String(bytes).padStart(7)}  ${file}`);
}
console.log(`${String(total).padStart(7)}  of ${LIMIT_BYTES} bytes (gzip): everything that a learner loads`);
if (total > LIMIT_BYTES) {
  console.error("the first load exceeds its limit");
  process.exit(1);
}
