import { useRef, useState } from "preact/hooks";

import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { useSubmission } from "../ui/use-submission";
import { cleanReason, loadDraft, saveDraft, MAX_REASON_LENGTH, reasonError } from "./revocation-reason";

/**
 * Asks for the reason before a certificate is revoked.
 *
 * @param alreadyRevoked whether a refund or a dispute revoked it.
 * @param revoke sends the request; its error is displayed and the typed reason kept.
 */
export function RevokeDialog(props: {
  open: boolean;
  publicId: string;
  alreadyRevoked: boolean;
  onClose: () => void;
  revoke: (reason: string) => Promise<void>;
}) {
  const label = props.alreadyRevoked ? "Keep this certificate revoked?" : "Revoke this certificate?";
  return (
    <Dialog open={props.open} label={label} onClose={props.onClose}>
      <ReasonForm {...props} label={label} />
    </Dialog>
  );
}

function ReasonForm(props: {
  label: string;
  publicId: string;
  alreadyRevoked: boolean;
  onClose: () => void;
  revoke: (reason: string) => Promise<void>;
}) {
  const [typed, setTyped] = useState(() => loadDraft(props.publicId));
  const [reasonMessage, setReasonMessage] = useState<string>();
  const { isSubmitting, error, submit } = useSubmission();
  const field = useRef<HTMLTextAreaElement>(null);

  const confirm = (event: Event) => {
    event.preventDefault();
    const invalid = reasonError(typed);
    setReasonMessage(invalid);
    if (invalid) {
      field.current?.focus();
      return;
    }
    void submit(async () => {
      await props.revoke(cleanReason(typed));
      saveDraft(props.publicId, "");
    });
  };

  return (
    <form class="stack" noValidate onSubmit={confirm}>
      <h2>{props.label}</h2>
      {props.alreadyRevoked ? (
        <p>
          This certificate was revoked because its payment was refunded or reversed. If you also revoke it manually, it
          stays revoked even if the refund fails later. The verification page shows the first reason for as long as it
          applies.
        </p>
      ) : (
        <p>
          Anyone who verifies this certificate will see that it was revoked, when and why. The learner can no longer
          download it. You can reinstate it later with the same code.
        </p>
      )}
      <div>
        <label for="reason">Reason (shown publicly)</label>
        <textarea
          id="reason"
          ref={field}
          rows={4}
          required
          dir="auto"
          value={typed}
          aria-invalid={reasonMessage !== undefined}
          aria-describedby="reason-hint"
          onInput={(event) => {
            const { value } = event.currentTarget;
            setTyped(value);
            saveDraft(props.publicId, value);
            if (reasonMessage) setReasonMessage(reasonError(value));
          }}
        />
        <p id="reason-hint" class={reasonMessage ? "field-error" : "hint"} role={reasonMessage ? "alert" : undefined}>
          {reasonMessage ?? `${Array.from(cleanReason(typed)).length} of ${MAX_REASON_LENGTH} characters`}
        </p>
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          Cancel
        </button>
        <button class="button button-danger" aria-disabled={isSubmitting}>
          {isSubmitting ? "Revoking…" : props.alreadyRevoked ? "Keep revoked" : "Revoke certificate"}
        </button>
      </div>
    </form>
  );
}
