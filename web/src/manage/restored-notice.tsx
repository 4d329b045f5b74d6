import { useEffect } from "preact/hooks";

import { announce } from "../ui/announcer";

/** Says that work from before is here again, and how to be rid of it. */
export function RestoredNotice(props: { note?: string | undefined; onDiscard: () => void }) {
  useEffect(() => announce("Your unsaved changes are here again."), []);
  return (
    <div class="notice">
      <p>Restored your unsaved changes. {props.note}</p>
      <button class="button" type="button" onClick={props.onDiscard}>
        Discard them
      </button>
    </div>
  );
}
