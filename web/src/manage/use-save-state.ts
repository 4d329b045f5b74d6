import { useState } from "preact/hooks";

import { t } from "../texts/texts";
import { announce } from "../ui/announcer";
import type { SaveStatus } from "./save-bar";
import type { FieldError } from "./field-errors";

interface State {
  readonly status: SaveStatus;
  /** The errors of fields. */
  readonly errors: readonly FieldError[];
  /** An error that belongs to no field. */
  readonly failure: unknown;
  /** Counts the attempts that failed. */
  readonly failures: number;
}

const IDLE: Omit<State, "failures"> = { status: "idle", errors: [], failure: undefined };

/** The state of saving a form. */
export function useSaveState() {
  const [state, setState] = useState<State>({ ...IDLE, failures: 0 });
  const become = (next: Omit<State, "failures">) => setState(({ failures }) => ({ ...next, failures }));
  return {
    ...state,
    start: () => become({ ...IDLE, status: "saving" }),
    succeed: () => {
      become({ ...IDLE, status: "saved" });
      announce(t("use_save_state.saved"));
    },
    /** Saving failed: with field errors or, if there are none, with the error itself. */
    fail: (errors: readonly FieldError[], error?: unknown) =>
      setState(({ failures }) => ({
        status: "failed",
        errors,
        failure: errors.length > 0 ? undefined : error,
        failures: failures + 1,
      })),
    /** The form was changed since: errors at these paths are gone. */
    markEdited: (paths: readonly string[] = []) =>
      setState((before) =>
        before.status === "saving"
          ? before
          : {
              ...before,
              status: "idle",
              errors: before.errors.filter(({ path }) => !paths.includes(path)),
            },
      ),
    /** There is nothing left to save. */
    reset: (message: string) => {
      become(IDLE);
      announce(message);
    },
  };
}
