// What a learner's first visit costs: the document, and every script and style that it needs before it can be used.
// Fails over the limit; later pages load their own parts.
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
// The dashboard is loaded beside the entry, and the lesson's page right after it.
for (const name of Object.keys(manifest)) if (name.startsWith("src/learn/")) add(name);

let total = 0;
for (const file of files) {
  const bytes = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
  total += bytes;
  console.log(`${String(bytes).padStart(7)}  ${file}`);
}
console.log(`${String(total).padStart(7)}  of ${LIMIT_BYTES} bytes, compressed: all that a learner loads`);
if (total > LIMIT_BYTES) {
  console.error("the first load is over its limit");
  process.exit(1);
}
