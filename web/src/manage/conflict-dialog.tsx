import type { ComponentChildren } from "preact";

import { t } from "../texts/texts";
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
    <Dialog open={props.open} label={t("conflict_dialog.title")} onClose={props.onClose}>
      <div class="stack">
        <h2>{t("conflict_dialog.title")}</h2>
        {props.children}
        <p>{t("conflict_dialog.text")}</p>
        <div class="stack conflict-actions">
          <button class="button button-main" type="button" onClick={props.onClose}>
            {t("conflict_dialog.keep")}
          </button>
          <button class="button" type="button" onClick={props.onUseTheirs}>
            {t("conflict_dialog.discard")}
          </button>
          <button class="button" type="button" onClick={props.onOverwrite}>
            {t("conflict_dialog.overwrite")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
