import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { Dialog } from "../ui/dialog";
import { Failure } from "../ui/failure";
import { Check } from "../ui/icons";

/** How far the last attempt to save got. */
export type Saving = "idle" | "saving" | "saved" | "failed";

/** Whether everything is saved, and the button that saves it; stays in sight at the lower edge of the window. */
export function SaveBar(props: {
  changed: boolean;
  saving: Saving;
  fresh?: boolean;
  onDiscard: () => void;
  /** Why it could not be saved, where no field is to blame. */
  failure: unknown;
  onRetry: () => void;
  /** What else there is to know before saving. */
  children?: ComponentChildren;
}) {
  const [asking, setAsking] = useState(false);
  const state = stateOf(props);
  return (
    <div class="save-bar">
      {props.failure !== undefined && <Failure error={props.failure} retry={props.onRetry} />}
      <p class={`save-state save-state-${state}`}>
        {state === "saved" && <Check />}
        {WORDS[state]}
      </p>
      {props.children}
      <div class="beside">
        {props.changed && props.saving !== "saving" && (
          <button class="button button-quiet" type="button" onClick={() => setAsking(true)}>
            Discard changes
          </button>
        )}
        <button class="button button-main" aria-disabled={state === "saving" || state === "saved"}>
          Save
        </button>
      </div>
      <Dialog open={asking} label="Discard your changes?" onClose={() => setAsking(false)}>
        <div class="stack">
          <h2>Discard your changes?</h2>
          <p>The fields go back to what is stored. This cannot be undone.</p>
          <div class="beside">
            <button
              class="button button-main"
              type="button"
              onClick={() => {
                setAsking(false);
                props.onDiscard();
              }}
            >
              Discard
            </button>
            <button class="button" type="button" onClick={() => setAsking(false)}>
              Go on editing
            </button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}

const WORDS = {
  saving: "Saving…",
  saved: "Everything is saved",
  failed: "Not saved",
  changed: "Unsaved changes",
  fresh: "Not saved yet",
};

function stateOf(props: { changed: boolean; saving: Saving; fresh?: boolean }): keyof typeof WORDS {
  if (props.saving === "saving") return "saving";
  if (props.saving === "failed") return "failed";
  if (props.changed) return "changed";
  return props.fresh ? "fresh" : "saved";
}
