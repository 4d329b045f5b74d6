import { key, t } from "../texts/texts";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { useSubmission } from "../ui/use-submission";
import { refusedUndoText } from "./assignment-api";

interface Props {
  /** The learner's name. */
  name: string;
  onClose: () => void;
  /** Sends the request; its error is displayed. */
  undo: () => Promise<void>;
}

/** Says what an undo means before it is sent. */
export function UndoDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={t("undo_dialog.title")} onClose={props.onClose}>
      <UndoForm {...props} />
    </Dialog>
  );
}

function UndoForm({ name, onClose, undo }: Props) {
  const { isSubmitting, error, submit } = useSubmission();
  const refusal = refusedUndoText(error);
  return (
    <div class="stack">
      <h2>{t("undo_dialog.title")}</h2>
      <p dir="auto">{name}</p>
      <p>{t("undo_dialog.text")}</p>
      <p>{t("undo_dialog.kept")}</p>
      {refusal === undefined ? (
        error !== undefined && <ErrorNotice error={error} />
      ) : (
        <div class="notice notice-bad" role="alert">
          <p>{refusal}</p>
        </div>
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t("action.cancel")}
        </button>
        <button
          type="button"
          class="button button-danger"
          aria-disabled={isSubmitting}
          onClick={() => void submit(undo)}
        >
          {t(isSubmitting ? key("undo_dialog.undoing") : key("undo_dialog.undo"))}
        </button>
      </div>
    </div>
  );
}
