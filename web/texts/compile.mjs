// Compiles catalogues to modules, and the keys to types.
import MessageFormat from "@messageformat/core";
import compileModule from "@messageformat/core/compile-module.js";
import { argumentsOf, PARTS, readCatalogue, SOURCE_LANGUAGE } from "./catalogues.mjs";

/**
 * A module whose default export is the list of a part's texts in a language, in order of their keys: strings, and functions
 * of what they are filled in with, which return lists of strings, values and lists.
 */
export function catalogueModule(part, language) {
  const texts = [...readCatalogue(part, language).values()].map(({ text }) => text);
  const functions = texts.filter(hasSyntax);
  const messages = new MessageFormat(language, { returnType: "values" });
  const compiled = compileModule(messages, Object.fromEntries(functions.map((text, index) => [`f${index}`, text])));
  const code = compiled
    .replace(/import .* from "@messageformat\/runtime\/lib\/cardinals";/, pluralRules(language))
    // As src/texts/languages.ts has it for all other numbers.
    .replaceAll('number("ar"', 'number("ar-u-nu-latn"');
  let next = 0;
  const items = texts.map((text) => (hasSyntax(text) ? `f.f${next++}` : JSON.stringify(text)));
  return `${code.replace("export default", "const f =")}\nexport default [${items.join(",\n")}];\n`;
}

/** The browser knows the plurals of all languages. */
function pluralRules(language) {
  return `const rules = new Intl.PluralRules("${language}"), ${language} = (number) => rules.select(number);`;
}

function hasSyntax(text) {
  return /[{}']/.test(text);
}

/** The TypeScript interface of all keys: undefined, or what the text is filled in with. */
export function keyTypes() {
  const lines = PARTS.flatMap((part) =>
    [...readCatalogue(part, SOURCE_LANGUAGE)].map(([key, { source }]) => {
      const args = [...argumentsOf(source)].map(([name, isNumber]) => `${name}: ${isNumber ? "number" : "Value"}`);
      return `  ${JSON.stringify(key)}: ${args.length > 0 ? `{ ${args.join("; ")} }` : "undefined"};`;
    }),
  );
  return `/** The keys of all texts, and what they are filled in with. */\nexport interface Texts<Value> {\n${lines.join("\n")}\n}\n`;
}
