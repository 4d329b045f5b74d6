import { useState } from "preact/hooks";

import { LANGUAGES, type Language } from "../texts/languages";
import { chooseLanguage, language, t } from "../texts/texts";

/** Chooses the language of the pages, on this device. */
export function LanguageSelect() {
  const [hasFailed, setFailed] = useState(false);
  const choose = (chosen: Language) =>
    chooseLanguage(chosen).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  return (
    <div class="languages">
      <label for="language">{t("layout.language")}</label>
      <select id="language" value={language()} onChange={(event) => void choose(event.currentTarget.value as Language)}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      {hasFailed && (
        <p class="field-error" role="alert">
          {t("layout.language_failed")}
        </p>
      )}
    </div>
  );
}
