import { useEffect } from "preact/hooks";

import { announce } from "../ui/announcer";

/** Tells that an unsaved draft was restored, with a button to discard it. */
export function RestoredNotice(props: { note?: string | undefined; onDiscard: () => void }) {
  useEffect(() => announce("Your unsaved changes were restored."), []);
  return (
    <div class="notice">
      <p>Your unsaved changes were restored. {props.note}</p>
      <button class="button" type="button" onClick={props.onDiscard}>
        Discard them
      </button>
    </div>
  );
}
