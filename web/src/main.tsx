import { render } from "preact";

import { App } from "./app";
import { loadConfig } from "./config";
import { registerServiceWorker } from "./offline/register";
import { person, start } from "./session/session";
import { ErrorNotice } from "./ui/error-notice";

const root = document.getElementById("app");
if (root) {
  try {
    await loadConfig();
    await start();
    render(<App />, root);
    if (person()) registerServiceWorker();
  } catch (error) {
    render(
      <main class="page">
        <ErrorNotice error={error} retry={() => location.reload()} />
      </main>,
      root,
    );
  }
}
