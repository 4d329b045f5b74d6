// Names in addresses, made from titles.

const MAX_LENGTH = 100;
// Letters that are no other letter with a mark, and that a reader would still write so.
const LETTER_REPLACEMENTS: Readonly<Record<string, string>> = {
  æ: "ae",
  ð: "d",
  đ: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  ø: "o",
  œ: "oe",
  ß: "ss",
  þ: "th",
};

/** A title in small letters, digits and hyphens; empty when it has no letter of the Latin script, and no digit. */
export function slugify(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[æðđħıłøœßþ]/g, (letter) => LETTER_REPLACEMENTS[letter] ?? "")
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, MAX_LENGTH)
    .replace(/-$/, "");
}

/** The name, or the name with the lowest number behind it that is not taken. */
export function uniqueSlug(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}
