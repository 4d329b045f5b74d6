import { useState } from "preact/hooks";

import { announce } from "../ui/announcer";
import type { Saving } from "./save-bar";
import type { Wrong } from "./wrong";

interface State {
  readonly saving: Saving;
  /** What has to be corrected first. */
  readonly wrongs: readonly Wrong[];
  /** What went wrong otherwise. */
  readonly failure: unknown;
}

const AT_REST: State = { saving: "idle", wrongs: [], failure: undefined };

/** How far the attempt to save a form has got. */
export function useAttempt() {
  const [state, setState] = useState(AT_REST);
  return {
    ...state,
    begin: () => setState({ ...AT_REST, saving: "saving" }),
    succeed: () => {
      setState({ ...AT_REST, saving: "saved" });
      announce("Saved.");
    },
    /** It was not saved, for these reasons; for the error itself where no field is to blame. */
    fail: (wrongs: readonly Wrong[], error?: unknown) =>
      setState({ saving: "failed", wrongs, failure: wrongs.length > 0 ? undefined : error }),
    /** Something was changed since. */
    rest: () => setState((before) => (before.saving === "saving" ? before : { ...before, saving: "idle" })),
    /** Nothing is to be saved any more. */
    forget: (said: string) => {
      setState(AT_REST);
      announce(said);
    },
  };
}
