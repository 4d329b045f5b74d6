import type { ComponentChildren } from "preact";

import { Dialog } from "../ui/dialog";

/** Shown when somebody else saved first: asks whose changes to keep. */
export function ConflictDialog(props: {
  open: boolean;
  /** A description of their changes. */
  children: ComponentChildren;
  onOverwrite: () => void;
  onUseTheirs: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog open={props.open} label="Someone else saved changes" onClose={props.onClose}>
      <div class="stack">
        <h2>Someone else saved changes</h2>
        {props.children}
        <p>Your changes are not saved yet.</p>
        <div class="stack conflict-actions">
          <button class="button button-main" type="button" onClick={props.onClose}>
            Keep editing
          </button>
          <button class="button" type="button" onClick={props.onUseTheirs}>
            Discard my changes
          </button>
          <button class="button" type="button" onClick={props.onOverwrite}>
            Overwrite their changes
          </button>
        </div>
      </div>
    </Dialog>
  );
}
