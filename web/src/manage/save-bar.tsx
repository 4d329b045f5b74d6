import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { Check } from "../ui/icons";

/** How far the last attempt to save got. */
export type SaveStatus = "idle" | "saving" | "saved" | "failed";

/** Whether everything is saved, and the button that saves it; stays in sight at the lower edge of the window. */
export function SaveBar(props: {
  changed: boolean;
  status: SaveStatus;
  isNew?: boolean;
  onDiscard: () => void;
  /** Why it could not be saved, where no field is to blame. */
  failure: unknown;
  onRetry: () => void;
  /** What else there is to know before saving. */
  children?: ComponentChildren;
}) {
  const [isConfirming, setConfirming] = useState(false);
  const state = saveBarState(props);
  return (
    <div class="save-bar">
      {props.failure !== undefined && <ErrorNotice error={props.failure} retry={props.onRetry} />}
      <p class={`save-state save-state-${state}`}>
        {state === "saved" && <Check />}
        {LABELS[state]}
      </p>
      {props.children}
      <div class="beside">
        {props.changed && props.status !== "saving" && (
          <button class="button button-quiet" type="button" onClick={() => setConfirming(true)}>
            Discard changes
          </button>
        )}
        <button class="button button-main" aria-disabled={state === "saving" || state === "saved"}>
          Save
        </button>
      </div>
      <Dialog open={isConfirming} label="Discard your changes?" onClose={() => setConfirming(false)}>
        <div class="stack">
          <h2>Discard your changes?</h2>
          <p>The fields go back to what is stored. This cannot be undone.</p>
          <div class="beside">
            <button
              class="button button-main"
              type="button"
              onClick={() => {
                setConfirming(false);
                props.onDiscard();
              }}
            >
              Discard
            </button>
            <button class="button" type="button" onClick={() => setConfirming(false)}>
              Go on editing
            </button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}

const LABELS = {
  saving: "Saving…",
  saved: "Everything is saved",
  failed: "Not saved",
  changed: "Unsaved changes",
  new: "Not saved yet",
};

function saveBarState(props: { changed: boolean; status: SaveStatus; isNew?: boolean }): keyof typeof LABELS {
  if (props.status === "saving") return "saving";
  if (props.status === "failed") return "failed";
  if (props.changed) return "changed";
  return props.isNew ? "new" : "saved";
}
