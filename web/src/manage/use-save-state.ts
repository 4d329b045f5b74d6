import { useState } from "preact/hooks";

import { announce } from "../ui/announcer";
import type { SaveStatus } from "./save-bar";
import type { FieldError } from "./field-errors";

interface State {
  readonly status: SaveStatus;
  /** What has to be corrected first. */
  readonly errors: readonly FieldError[];
  /** What went wrong otherwise. */
  readonly failure: unknown;
}

const IDLE: State = { status: "idle", errors: [], failure: undefined };

/** How far the attempt to save a form has got. */
export function useSaveState() {
  const [state, setState] = useState(IDLE);
  return {
    ...state,
    start: () => setState({ ...IDLE, status: "saving" }),
    succeed: () => {
      setState({ ...IDLE, status: "saved" });
      announce("Saved.");
    },
    /** It was not saved, for these reasons; for the error itself where no field is to blame. */
    fail: (errors: readonly FieldError[], error?: unknown) =>
      setState({ status: "failed", errors, failure: errors.length > 0 ? undefined : error }),
    /** Something was changed since. */
    markEdited: () => setState((before) => (before.status === "saving" ? before : { ...before, status: "idle" })),
    /** Nothing is to be saved any more. */
    reset: (message: string) => {
      setState(IDLE);
      announce(message);
    },
  };
}
