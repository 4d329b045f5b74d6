import { Dialog } from "../ui/dialog";
import { SessionEndedError } from "../session/session";
import { ErrorNotice } from "../ui/error-notice";
import { useSubmission } from "../ui/use-submission";
import { undoErrorText } from "./assignment-api";

interface Props {
  /** The learner's name. */
  name: string;
  onClose: () => void;
  /** Sends the request; its error is displayed. */
  undo: () => Promise<void>;
}

const LABEL = "Undo that this assignment is done?";

/** Says what an undo means before it is sent. */
export function UndoDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={LABEL} onClose={props.onClose}>
      <UndoForm {...props} />
    </Dialog>
  );
}

function UndoForm({ name, onClose, undo }: Props) {
  const { isSubmitting, error, submit } = useSubmission();
  return (
    <div class="stack">
      <h2>{LABEL}</h2>
      <p dir="auto">{name}</p>
      <p>
        The learner sees the lesson as open again, without your note, and can get the certificate only after you mark it
        as done once more.
      </p>
      <p>If the course is completed already, it stays so, with its date.</p>
      {error !== undefined &&
        (error instanceof SessionEndedError ? (
          <ErrorNotice error={error} />
        ) : (
          <div class="notice notice-bad" role="alert">
            <p>{undoErrorText(error)}</p>
          </div>
        ))}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="button button-danger"
          aria-disabled={isSubmitting}
          onClick={() => void submit(undo)}
        >
          {isSubmitting ? "Undoing…" : "Undo"}
        </button>
      </div>
    </div>
  );
}
