// Builds the catalogues into the pages: one module for each part and language, loaded on demand; and numbers for keys, as
// every learner loads them.
import type { Plugin } from "vite";

import { catalogueFile, firstNumber, LANGUAGES, PARTS, textNumbers } from "./catalogues.mjs";
import { catalogueModule } from "./compile.mjs";

const LOADERS = "virtual:catalogues";
const CATALOGUE = /^virtual:catalogue\/(\w+)\/(\w+)$/;
const KEY = /\b(t|rich|key)\(\s*"([^"]+)"/g;

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
    resolveId: (id) => (id === LOADERS || CATALOGUE.test(id) ? `\0${id}` : null),
    load(id) {
      if (id === `\0${LOADERS}`) return loaders();
      const [, part, language] = CATALOGUE.exec(id.slice(1)) ?? [];
      return part && language && id.startsWith("\0") ? catalogueModule(part, language) : null;
    },
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes('/texts/texts"')) return null;
      return code.replace(KEY, (_, call: string, key: string) => {
        const number = numbers.get(key);
        if (number === undefined) throw new Error(`${id}: no text has the key ${key}`);
        return `${call}(${number}`;
      });
    },
  };
}

function loaders(): string {
  const parts = PARTS.map((part) => {
    const modules = LANGUAGES.map((language) => `${language}: () => import("virtual:catalogue/${part}/${language}")`);
    return `${part}: { first: ${firstNumber(part)}, load: { ${modules.join(", ")} } }`;
  });
  return `export default { ${parts.join(", ")} };`;
}
