import { useRef, useState } from "preact/hooks";

import { key, type PlainKey, t } from "../texts/texts";
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
  const label = t(props.alreadyRevoked ? key("revoke_dialog.keep_title") : key("revoke_dialog.title"));
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
      <p>{t(props.alreadyRevoked ? key("revoke_dialog.keep_text") : key("revoke_dialog.text"))}</p>
      <div>
        <label for="reason">{t("revoke_dialog.reason")}</label>
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
          {reasonMessage ??
            t("revoke_dialog.length", { length: Array.from(cleanReason(typed)).length, max: MAX_REASON_LENGTH })}
        </p>
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          {t("action.cancel")}
        </button>
        <button class="button button-danger" aria-disabled={isSubmitting}>
          {t(submitLabel(props.alreadyRevoked, isSubmitting))}
        </button>
      </div>
    </form>
  );
}

function submitLabel(alreadyRevoked: boolean, isSubmitting: boolean): PlainKey {
  if (isSubmitting) return key("revoke_dialog.revoking");
  return alreadyRevoked ? key("revoke_dialog.keep") : key("revoke_dialog.revoke");
}
