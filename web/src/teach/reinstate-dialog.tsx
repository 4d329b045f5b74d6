import { ProblemError } from "../api/client";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { useSubmission } from "../ui/use-submission";

/**
 * Asks for confirmation before a certificate is reinstated.
 *
 * @param reinstate sends the request; its error is displayed.
 */
export function ReinstateDialog(props: { open: boolean; onClose: () => void; reinstate: () => Promise<void> }) {
  return (
    <Dialog open={props.open} label="Reinstate this certificate?" onClose={props.onClose}>
      <ReinstateForm {...props} />
    </Dialog>
  );
}

function ReinstateForm(props: { onClose: () => void; reinstate: () => Promise<void> }) {
  const { isSubmitting, error, submit } = useSubmission();
  return (
    <div class="stack">
      <h2>Reinstate this certificate?</h2>
      <p>
        Anyone who verifies this certificate will see that it is valid again. Its name, date and code stay the same, and
        the learner can download it again.
      </p>
      {error instanceof ProblemError && error.code === "order_refunded" ? (
        <div class="notice notice-bad" role="alert">
          <p>
            The order for this certificate was refunded in full, so it stays revoked. If the refund fails, the
            certificate is reinstated automatically, unless it was also revoked manually.
          </p>
        </div>
      ) : (
        error !== undefined && <ErrorNotice error={error} />
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="button button-main"
          aria-disabled={isSubmitting}
          onClick={() => void submit(props.reinstate)}
        >
          {isSubmitting ? "Reinstating…" : "Reinstate certificate"}
        </button>
      </div>
    </div>
  );
}
