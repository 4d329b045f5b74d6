import { render } from "preact";

import { App } from "./app";
import { loadConfig } from "./config";
import { start } from "./session/session";
import { Failure } from "./ui/failure";

const root = document.getElementById("app");
if (root) {
  try {
    await loadConfig();
    await start();
    render(<App />, root);
  } catch (error) {
    render(
      <main class="page">
        <Failure error={error} retry={() => location.reload()} />
      </main>,
      root,
    );
  }
}
