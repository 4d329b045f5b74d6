import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { key, t } from "../texts/texts";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { Check } from "../ui/icons";

/** The state of the last attempt to save. */
export type SaveStatus = "idle" | "saving" | "saved" | "failed";

/** The save button and the save status; sticks to the bottom of the window. */
export function SaveBar(props: {
  changed: boolean;
  status: SaveStatus;
  isNew?: boolean;
  onDiscard: () => void;
  /** Why saving failed, when the error belongs to no field. */
  failure: unknown;
  onRetry: () => void;
  /** More to know before saving. */
  children?: ComponentChildren;
}) {
  const [isConfirming, setConfirming] = useState(false);
  const state = saveBarState(props);
  return (
    <div class="save-bar">
      {props.failure !== undefined && <ErrorNotice error={props.failure} retry={props.onRetry} />}
      <p class={`save-state save-state-${state}`}>
        {state === "saved" && <Check />}
        {t(LABELS[state])}
      </p>
      {props.children}
      <div class="row">
        {props.changed && props.status !== "saving" && (
          <button class="button button-quiet" type="button" onClick={() => setConfirming(true)}>
            {t("save_bar.discard_changes")}
          </button>
        )}
        <button class="button button-main" aria-disabled={state === "saving" || state === "saved"}>
          {t("action.save")}
        </button>
      </div>
      <Dialog open={isConfirming} label={t("save_bar.discard_title")} onClose={() => setConfirming(false)}>
        <div class="stack">
          <h2>{t("save_bar.discard_title")}</h2>
          <p>{t("save_bar.discard_text")}</p>
          <div class="row">
            <button
              class="button button-main"
              type="button"
              onClick={() => {
                setConfirming(false);
                props.onDiscard();
              }}
            >
              {t("save_bar.discard")}
            </button>
            <button class="button" type="button" onClick={() => setConfirming(false)}>
              {t("save_bar.keep_editing")}
            </button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}

const LABELS = {
  saving: key("save_bar.saving"),
  saved: key("save_bar.saved"),
  failed: key("save_bar.failed"),
  changed: key("save_bar.changed"),
  new: key("save_bar.new"),
};

function saveBarState(props: { changed: boolean; status: SaveStatus; isNew?: boolean }): keyof typeof LABELS {
  if (props.status === "saving") return "saving";
  if (props.status === "failed") return "failed";
  if (props.changed) return "changed";
  return props.isNew ? "new" : "saved";
}
