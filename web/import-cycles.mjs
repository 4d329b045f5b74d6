// Fails if modules in src import each other in a cycle; imports of types alone count, too.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const ENDINGS = [".ts", ".tsx", "/index.ts"];

function imports(file) {
  return ts
    .preProcessFile(readFileSync(file, "utf8"))
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => join(dirname(file), fileName).replace(/\/$/, ""))
    .flatMap((path) => ENDINGS.map((ending) => path + ending).filter((candidate) => existsSync(candidate)));
}

const finished = new Set();
const cycles = [];
function visit(file, path) {
  if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
  if (path.includes(file) || finished.has(file)) return;
  for (const imported of imports(file)) visit(imported, [...path, file]);
  finished.add(file);
}
for (const name of readdirSync("src", { recursive: true })) if (/\.tsx?$/.test(name)) visit(join("src", name), []);

for (const cycle of cycles) console.error(`import cycle: ${cycle.join(" -> ")}`);
if (cycles.length > 0) process.exit(1);
