import { useId, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";
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

/** Asks what to correct before a certificate is replaced. */
export function ReissueDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={t("reissue_dialog.title")} onClose={props.onClose}>
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
      <h2>{t("reissue_dialog.title")}</h2>
      <p>{t("reissue_dialog.text")}</p>
      <div>
        <label for={id}>{t("reissue_dialog.name")}</label>
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
        <span>{t("reissue_dialog.current_template")}</span>
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
          {t("action.cancel")}
        </button>
        <button class="button button-main" aria-disabled={isSubmitting}>
          {t(isSubmitting ? key("reissue_dialog.replacing") : key("reissue_dialog.replace"))}
        </button>
      </div>
    </form>
  );
}
