// The languages of the pages.

/** By their codes, each under its own name. */
export const LANGUAGES = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  pt: "Português",
  pl: "Polski",
  ar: "العربية",
  vi: "Tiếng Việt",
} as const;

export type Language = keyof typeof LANGUAGES;

/**
 * The first language that somebody wants and there is; English if there is none.
 *
 * @param wanted language tags, such as `pt-BR`, the preferred one first.
 */
export function bestLanguage(wanted: readonly (string | null)[]): Language {
  for (const tag of wanted) {
    const code = tag?.toLowerCase().split("-")[0] ?? "";
    if (Object.hasOwn(LANGUAGES, code)) return code as Language;
  }
  return "en";
}

/** The direction in which a language is written. */
export function direction(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

/**
 * The locale of a language's numbers and dates; in Arabic with the digits of the addresses and codes beside them.
 *
 * @param wanted the browser's language tags: the first one of this language says for which country.
 */
export function localeOf(language: Language, wanted: readonly string[]): string {
  const tag = wanted.find((one) => one.split("-")[0] === language) ?? language;
  return language === "ar" ? new Intl.Locale(tag, { numberingSystem: "latn" }).toString() : tag;
}
