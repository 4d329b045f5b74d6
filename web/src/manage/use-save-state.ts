import { useState } from "preact/hooks";

import { announce } from "../ui/announcer";
import type { SaveStatus } from "./save-bar";
import type { FieldError } from "./field-errors";

interface State {
  readonly status: SaveStatus;
  /** The errors of fields. */
  readonly errors: readonly FieldError[];
  /** An error that belongs to no field. */
  readonly failure: unknown;
}

const IDLE: State = { status: "idle", errors: [], failure: undefined };

/** The state of saving a form. */
export function useSaveState() {
  const [state, setState] = useState(IDLE);
  return {
    ...state,
    start: () => setState({ ...IDLE, status: "saving" }),
    succeed: () => {
      setState({ ...IDLE, status: "saved" });
      announce("Saved.");
    },
    /** Saving failed: with field errors or, if there are none, with the error itself. */
    fail: (errors: readonly FieldError[], error?: unknown) =>
      setState({ status: "failed", errors, failure: errors.length > 0 ? undefined : error }),
    /** The form was changed since. */
    markEdited: () => setState((before) => (before.status === "saving" ? before : { ...before, status: "idle" })),
    /** There is nothing left to save. */
    reset: (message: string) => {
      setState(IDLE);
      announce(message);
    },
  };
}
