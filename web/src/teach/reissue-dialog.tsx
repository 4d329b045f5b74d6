import { useId, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { useSubmission } from "../ui/use-submission";
import { correctionError, refusedNameText, refusedReissueText, reissueInput } from "./correction";

interface Props {
  issuedName: string;
  onClose: () => void;
  /** Sends the request; its error is displayed and what was typed is kept. */
  reissue: (input: Schemas["ReissueInput"]) => Promise<void>;
}

const LABEL = "Correct this certificate";

/** Asks what to correct before a certificate is replaced. */
export function ReissueDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={LABEL} onClose={props.onClose}>
      <CorrectionForm {...props} />
    </Dialog>
  );
}

function CorrectionForm({ issuedName, onClose, reissue }: Props) {
  const [correction, setCorrection] = useState({ name: issuedName, currentTemplate: false });
  const [message, setMessage] = useState<string>();
  const { isSubmitting, error, submit } = useSubmission();
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  const refuse = (text: string) => {
    setMessage(text);
    field.current?.focus();
  };
  const confirm = (event: Event) => {
    event.preventDefault();
    const invalid = correctionError(correction, issuedName);
    if (invalid !== undefined) {
      refuse(invalid);
      return;
    }
    void submit(async () => {
      try {
        await reissue(reissueInput(correction, issuedName));
      } catch (thrown) {
        const text = refusedNameText(thrown);
        if (text === undefined) throw thrown;
        refuse(text);
      }
    });
  };
  const change = (changed: Partial<typeof correction>) => {
    setCorrection({ ...correction, ...changed });
    setMessage(undefined);
  };

  const refusal = refusedReissueText(error);
  return (
    <form class="stack" noValidate onSubmit={confirm}>
      <h2>{LABEL}</h2>
      <p>
        The learner gets a new certificate with a new code and the same date. The old code is revoked for good: whoever
        verifies it sees that the certificate was replaced. If the name is wrong in your shop as well, correct it there
        too.
      </p>
      <div>
        <label for={id}>Name on the certificate</label>
        <input
          id={id}
          ref={field}
          dir="auto"
          required
          autocomplete="off"
          value={correction.name}
          aria-invalid={message !== undefined}
          aria-describedby={message === undefined ? undefined : `${id}-error`}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
        {message !== undefined && (
          <p id={`${id}-error`} class="field-error" role="alert">
            {message}
          </p>
        )}
      </div>
      <label class="check-line">
        <input
          type="checkbox"
          checked={correction.currentTemplate}
          onChange={(event) => change({ currentTemplate: event.currentTarget.checked })}
        />
        <span>Use the course’s current template</span>
      </label>
      {refusal === undefined ? (
        error !== undefined && <ErrorNotice error={error} />
      ) : (
        <div class="notice notice-bad" role="alert">
          <p>{refusal}</p>
        </div>
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button class="button button-main" aria-disabled={isSubmitting}>
          {isSubmitting ? "Replacing…" : "Replace certificate"}
        </button>
      </div>
    </form>
  );
}
