// URL slugs and IDs, derived from titles.

const MAX_LENGTH = 100;
// Letters that Unicode does not decompose, with their usual transliteration.
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

/** A title in lowercase letters, digits and hyphens; empty without Latin letters and digits. */
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

/** The slug, with the lowest free number appended if it is taken. */
export function uniqueSlug(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}
