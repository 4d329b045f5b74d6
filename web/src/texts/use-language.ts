import { useEffect, useState } from "preact/hooks";

import { type Language } from "./languages";
import { language, onLanguageChange } from "./texts";

/** The language of the pages; renders again when that changes. */
export function useLanguage(): Language {
  const [, setChanges] = useState(0);
  useEffect(() => onLanguageChange(() => setChanges((changes) => changes + 1)), []);
  return language();
}
