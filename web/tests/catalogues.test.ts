import { describe, expect, it } from "vitest";

import { LANGUAGES as NAMES } from "../src/texts/languages";
import { argumentsOf, LANGUAGES, PARTS, pluralCases, readCatalogue, SOURCE_LANGUAGE } from "../texts/catalogues.mjs";
import { catalogueModule } from "../texts/compile.mjs";

const translations = PARTS.flatMap((part) =>
  LANGUAGES.filter((language) => language !== SOURCE_LANGUAGE).map((language) => [part, language] as const),
);

it("the pages offer the languages of the catalogues", () => {
  expect(Object.keys(NAMES)).toEqual(LANGUAGES);
});

describe.each(translations)("of the catalogue %s in %s,", (part, language) => {
  const source = readCatalogue(part, SOURCE_LANGUAGE);
  const translated = readCatalogue(part, language);

  it("every text is translated, from what it says in English now", () => {
    const of = (catalogue: typeof source) => [...catalogue].map(([key, entry]) => [key, entry.source]);
    expect(of(translated)).toEqual(of(source));
    expect([...translated].filter(([, { text }]) => text.trim() === "")).toEqual([]);
  });

  it("every text is filled in with the same as in English", () => {
    const names = (text: string) => [...argumentsOf(text).keys()].sort();
    for (const [key, { source: english, text }] of translated)
      expect([key, names(text)]).toEqual([key, names(english)]);
  });

  it("every plural has all forms of the language", () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, { text }] of translated)
      for (const cases of pluralCases(text)) expect([key, cases.sort()]).toEqual([key, forms]);
  });

  it("the module has a text for each key", () => {
    expect(catalogueModule(part, language)).toContain("export default [");
  });
});
