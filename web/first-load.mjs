// What a learner's first visit loads, from the manifest of the build.
import { readFileSync } from "node:fs";

/** The script that the document starts with, and all files of the learner's pages with it; paths within `dist`. */
export function firstLoad() {
  const chunks = manifest();
  // The dashboard is part of the entry chunk; the course and lesson pages are loaded right after it.
  const pages = Object.keys(chunks).filter((name) => name.startsWith("src/learn/"));
  return { entry: chunks["index.html"].file, files: filesOf(chunks, ["index.html", ...pages]) };
}

/** For each language, what a learner loads in addition: the texts of the pages; paths within `dist`. */
export function learnerCatalogues() {
  const chunks = manifest();
  return Object.keys(chunks)
    .filter((name) => name.startsWith("virtual:catalogue/learn/"))
    .map((name) => filesOf(chunks, [name]));
}

function manifest() {
  return JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
}

function filesOf(chunks, names) {
  const files = new Set();
  function add(name) {
    const chunk = chunks[name];
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const imported of chunk.imports ?? []) add(imported);
  }
  names.forEach(add);
  return [...files];
}
