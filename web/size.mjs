// The compressed size of a learner's first visit: the document, and all scripts and styles it needs. Fails over the limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 60 * 1024;
const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

const files = new Set(["index.html"]);
function add(name) {
  const chunk = manifest[name];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const imported of chunk.imports ?? []) add(imported);
}
add("index.html");
// The dashboard is part of the entry chunk; the course and lesson pages are loaded right after it.
for (const name of Object.keys(manifest)) if (name.startsWith("src/learn/")) add(name);

let total = 0;
for (const file of files) {
  const bytes = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
  total += bytes;
  console.log(`${String(bytes).padStart(7)}  ${file}`);
}
console.log(`${String(total).padStart(7)}  of ${LIMIT_BYTES} bytes (gzip): everything that a learner loads`);
if (total > LIMIT_BYTES) {
  console.error("the first load exceeds its limit");
  process.exit(1);
}
