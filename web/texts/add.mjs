// Adds or replaces texts in all languages: `node texts/add.mjs learn FILE`. The file has, for each text, a line `= key`, then
// one line for each language, such as `de: Meine Kurse`, and optionally `#: ` and a comment for translators.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { po } from "gettext-parser";
import { catalogueFile, LANGUAGES, SOURCE_LANGUAGE } from "./catalogues.mjs";

const [part, file] = process.argv.slice(2);
const blocks = parseBlocks(readFileSync(file, "utf8"));
for (const language of LANGUAGES) {
  const path = catalogueFile(part, language);
  const catalogue = existsSync(path)
    ? po.parse(readFileSync(path))
    : {
        charset: "utf-8",
        headers: { "Content-Type": "text/plain; charset=UTF-8", Language: language },
        translations: {},
      };
  for (const [key, { texts, comment }] of blocks) {
    const isSource = language === SOURCE_LANGUAGE;
    if (!texts.en || !texts[language]) throw new Error(`${key} has no text in ${language}`);
    catalogue.translations[key] = {
      [texts.en]: {
        msgctxt: key,
        msgid: texts.en,
        msgstr: [isSource ? "" : texts[language]],
        comments: comment ? { extracted: comment } : undefined,
      },
    };
  }
  writeFileSync(path, Buffer.concat([po.compile(catalogue, { foldLength: 0, sort: byKey }), Buffer.from("\n")]));
}
console.log(`${blocks.size} texts in ${LANGUAGES.length} languages`);

function byKey(one, other) {
  return one.msgctxt < other.msgctxt ? -1 : 1;
}

function parseBlocks(text) {
  const found = new Map();
  let block;
  for (const line of text.split("\n")) {
    if (line.startsWith("= ")) found.set(line.slice(2).trim(), (block = { texts: {}, comment: "" }));
    else if (line.startsWith("#: ")) block.comment = line.slice(3);
    else if (line.trim() !== "") {
      const [, language, translation] = /^(\w\w): (.+)$/.exec(line) ?? [];
      if (!block || !LANGUAGES.includes(language)) throw new Error(`not understood: ${line}`);
      block.texts[language] = translation.trim();
    }
  }
  return found;
}
