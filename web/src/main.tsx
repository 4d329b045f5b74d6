import { render } from "preact";

import { App } from "./app";
import { loadConfig } from "./config";
import { start } from "./session/session";
import { ErrorNotice } from "./ui/error-notice";

const root = document.getElementById("app");
if (root) {
  try {
    await loadConfig();
    await start();
    render(<App />, root);
  } catch (error) {
    render(
      <main class="page">
        <ErrorNotice error={error} retry={() => location.reload()} />
      </main>,
      root,
    );
  }
}
