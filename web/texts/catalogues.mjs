// The catalogues of texts in `po`, in the formats of gettext: per part a template (.pot) with the English texts, and per
// language a file with their translations (.po). The context of an entry (msgctxt) is the key that the code uses; texts are
// in ICU MessageFormat.
import { readFileSync } from "node:fs";
import { parse } from "@messageformat/parser";
import { po } from "gettext-parser";

/** `learn` is loaded by everybody, `staff` with the first page of staff. The numbers of texts follow this order. */
export const PARTS = ["learn", "staff"];
export const SOURCE_LANGUAGE = "en";
export const LANGUAGES = ["en", "de", "fr", "es", "pt", "pl", "ar", "vi"];

const folder = new URL("../po/", import.meta.url);

/** The file of a catalogue. */
export function catalogueFile(part, language) {
  const name = language === SOURCE_LANGUAGE ? `${part}.pot` : `${language}.po`;
  return new URL(`${part}/${name}`, folder);
}

/**
 * The entries of a catalogue, in order of their keys.
 *
 * @returns key → { source, text, comment }; an entry without a translation has the English text.
 */
export function readCatalogue(part, language) {
  const { translations } = po.parse(readFileSync(catalogueFile(part, language)));
  const entries = [];
  for (const [key, messages] of Object.entries(translations))
    if (key !== "")
      for (const { msgid, msgstr, comments } of Object.values(messages))
        entries.push([key, { source: msgid, text: msgstr[0] || msgid, comment: comments?.extracted ?? "" }]);
  return new Map(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The number of each text; the pages use numbers instead of keys. */
export function textNumbers() {
  const numbers = new Map();
  for (const part of PARTS)
    for (const key of readCatalogue(part, SOURCE_LANGUAGE).keys()) {
      if (numbers.has(key)) throw new Error(`two texts have the key ${key}`);
      numbers.set(key, numbers.size);
    }
  return numbers;
}

/** The number of a part's first text. */
export function firstNumber(part) {
  const before = PARTS.slice(0, PARTS.indexOf(part));
  return before.reduce((sum, one) => sum + readCatalogue(one, SOURCE_LANGUAGE).size, 0);
}

/**
 * What a text is filled in with.
 *
 * @returns name → whether it must be a number, as the text has plurals by it.
 */
export function argumentsOf(text) {
  const found = new Map();
  collect(parse(text));
  return found;

  function collect(tokens) {
    for (const token of tokens) {
      if (token.type === "argument") found.set(token.arg, found.get(token.arg) ?? false);
      else if (token.type === "plural" || token.type === "selectordinal") found.set(token.arg, true);
      else if (token.type === "select") found.set(token.arg, found.get(token.arg) ?? false);
      for (const { tokens: inner } of token.cases ?? []) collect(inner);
    }
  }
}

/** The cases of all plurals of a text, as a list of lists; those of exact numbers (`=0`) left out. */
export function pluralCases(text) {
  const found = [];
  collect(parse(text));
  return found;

  function collect(tokens) {
    for (const token of tokens) {
      if (token.type === "plural") found.push(token.cases.map(({ key }) => key).filter((key) => !key.startsWith("=")));
      for (const { tokens: inner } of token.cases ?? []) collect(inner);
    }
  }
}
