import { useState } from "preact/hooks";

import { ProblemError } from "../api/client";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";

/**
 * Asks whether a certificate is to be active again, and says what that does.
 *
 * @param reinstate does it; what it throws is shown.
 */
export function ReinstateDialog(props: { open: boolean; onClose: () => void; reinstate: () => Promise<void> }) {
  return (
    <Dialog open={props.open} label="Make this certificate active again" onClose={props.onClose}>
      <ReinstateForm {...props} />
    </Dialog>
  );
}

function ReinstateForm(props: { onClose: () => void; reinstate: () => Promise<void> }) {
  const [isSubmitting, setSubmitting] = useState(false);
  const [error, setError] = useState<unknown>();
  const reinstate = async () => {
    if (isSubmitting) return;
    setSubmitting(true);
    setError(undefined);
    try {
      await props.reinstate();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setSubmitting(false);
    }
  };
  return (
    <div class="stack">
      <h2>Make this certificate active again</h2>
      <p>
        Whoever checks it reads that it is active. It has the same name, date and code as before, and the learner can
        download it again.
      </p>
      {error instanceof ProblemError && error.code === "order_refunded" ? (
        <div class="notice notice-bad" role="alert">
          <p>
            The order behind this certificate was refunded in full, so it stays revoked. Should the refund fail, it
            becomes active again by itself, unless somebody revoked it by hand as well.
          </p>
        </div>
      ) : (
        error !== undefined && <ErrorNotice error={error} />
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          Cancel
        </button>
        <button type="button" class="button button-main" aria-disabled={isSubmitting} onClick={reinstate}>
          {isSubmitting ? "Making active…" : "Make active"}
        </button>
      </div>
    </div>
  );
}
