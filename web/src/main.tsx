import { render } from "preact";

import { App } from "./app";
import { loadConfig } from "./config";
import { registerServiceWorker } from "./offline/register";
import { person, start } from "./session/session";
import { direction } from "./texts/languages";
import { hasTexts, language, loadTexts, onLanguageChange } from "./texts/texts";
import { ErrorNotice } from "./ui/error-notice";

const root = document.getElementById("app");
if (root) {
  onLanguageChange(() => Object.assign(document.documentElement, { lang: language(), dir: direction(language()) }));
  try {
    await Promise.all([loadTexts(navigator.languages), loadConfig()]);
    await start();
    render(<App />, root);
    if (person()) registerServiceWorker();
  } catch (error) {
    render(
      <main class="page">
        {hasTexts() ? (
          <ErrorNotice error={error} retry={() => location.reload()} />
        ) : (
          <p role="alert">Laurel could not be loaded. Check your internet connection and reload this page.</p>
        )}
      </main>,
      root,
    );
  }
}
