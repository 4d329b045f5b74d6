// What a learner's first visit loads, from the manifest of the build.
import { readFileSync } from "node:fs";

/** The script that the document starts with, and all files of the learner's pages with it; paths within `dist`. */
export function firstLoad() {
  const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
  const files = new Set();
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
  return { entry: manifest["index.html"].file, files: [...files] };
}
