import type { ComponentChildren } from "preact";

import { Dialog } from "../ui/dialog";

/** Somebody else saved the same thing meanwhile: whose shall stay. */
export function ConflictDialog(props: {
  open: boolean;
  /** What theirs is like. */
  children: ComponentChildren;
  onOverwrite: () => void;
  onUseTheirs: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog open={props.open} label="Somebody else saved this meanwhile" onClose={props.onClose}>
      <div class="stack">
        <h2>Somebody else saved this meanwhile</h2>
        {props.children}
        <p>Nothing of yours is saved yet.</p>
        <div class="stack conflict-ways">
          <button class="button button-main" type="button" onClick={props.onClose}>
            Go on editing
          </button>
          <button class="button" type="button" onClick={props.onUseTheirs}>
            Take theirs, discard mine
          </button>
          <button class="button" type="button" onClick={props.onOverwrite}>
            Save mine over theirs
          </button>
        </div>
      </div>
    </Dialog>
  );
}
