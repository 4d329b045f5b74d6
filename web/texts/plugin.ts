// Builds the catalogues into the pages: one module for each part and language, loaded on demand; and numbers for keys, as
// every learner loads them.
import type { Plugin } from "vite";

import { catalogueFile, firstNumber, LANGUAGES, PARTS, textNumbers } from "./catalogues.mjs";
import { catalogueModule } from "./compile.mjs";

const LOADERS = /^virtual:catalogues\/(\w+)$/;
const CATALOGUE = /^virtual:catalogue\/(\w+)\/(\w+)$/;
const KEY = /\b(?:(t|rich)\(\s*"([^"]+)"|key\(\s*"([^"]+)"\s*\))/g;

/** The plugin of Vite and Vitest. */
export function texts(): Plugin {
  let numbers = new Map<string, number>();
  return {
    name: "texts",
    enforce: "pre",
    buildStart() {
      numbers = textNumbers();
      for (const part of PARTS)
        for (const language of LANGUAGES) this.addWatchFile(catalogueFile(part, language).pathname);
    },
    resolveId: (id) => (LOADERS.test(id) || CATALOGUE.test(id) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith("\0")) return null;
      const loaders = LOADERS.exec(id.slice(1))?.[1];
      if (loaders) return loadersModule(loaders);
      const [, part, language] = CATALOGUE.exec(id.slice(1)) ?? [];
      return part && language ? catalogueModule(part, language) : null;
    },
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes('/texts/texts"')) return null;
      return code.replace(KEY, (_, call: string | undefined, argument: string | undefined, marked: string) => {
        const name = argument ?? marked;
        const number = numbers.get(name);
        if (number === undefined) throw new Error(`${id}: no text has the key ${name}`);
        return call === undefined ? String(number) : `${call}(${number}`;
      });
    },
  };
}

/** The number of a part's first text, and what loads its catalogues. */
function loadersModule(part: string): string {
  const modules = LANGUAGES.map((language) => `${language}: () => import("virtual:catalogue/${part}/${language}")`);
  return `export default { first: ${firstNumber(part)}, load: { ${modules.join(", ")} } };`;
}
