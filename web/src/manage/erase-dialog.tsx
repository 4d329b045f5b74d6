import { useId, useRef, useState } from "preact/hooks";

import { key, rich, t } from "../texts/texts";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { useSubmission } from "../ui/use-submission";

interface Props {
  userId: string;
  name: string;
  onClose: () => void;
  /** Erases the learner; its error is displayed, and it can be repeated. */
  erase: () => Promise<void>;
}

/** Explains what an erasure deletes, and asks for the user ID as confirmation. */
export function EraseDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={t("erase_dialog.title")} onClose={props.onClose}>
      <EraseForm {...props} />
    </Dialog>
  );
}

function EraseForm({ userId, name, onClose, erase }: Props) {
  const [typed, setTyped] = useState("");
  const [message, setMessage] = useState<string>();
  const { isSubmitting, error, submit } = useSubmission();
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const confirm = (event: Event) => {
    event.preventDefault();
    if (typed.trim() !== userId) {
      setMessage(t("erase_dialog.wrong_id", { id: userId }));
      field.current?.focus();
      return;
    }
    void submit(erase);
  };
  return (
    <form class="stack" noValidate onSubmit={confirm}>
      <h2>{t("erase_dialog.title")}</h2>
      <p dir="auto">{name}</p>
      <ul class="help">
        <li>{t("erase_dialog.progress")}</li>
        <li>{t("erase_dialog.certificates")}</li>
        <li>{t("erase_dialog.orders")}</li>
        <li>
          <strong>{t("erase_dialog.final")}</strong> {t("erase_dialog.export_first")}
        </li>
      </ul>
      <div>
        <label for={id}>{rich("erase_dialog.confirm", { id: <bdi>{userId}</bdi> })}</label>
        <input
          id={id}
          ref={field}
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={typed}
          aria-invalid={message !== undefined}
          aria-describedby={message === undefined ? undefined : `${id}-error`}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setMessage(undefined);
          }}
        />
        {message !== undefined && (
          <p id={`${id}-error`} class="field-error" role="alert">
            {message}
          </p>
        )}
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t("action.cancel")}
        </button>
        <button class="button button-danger" aria-disabled={isSubmitting}>
          {t(isSubmitting ? key("erase_dialog.erasing") : key("erase_dialog.erase"))}
        </button>
      </div>
    </form>
  );
}
