import { useId, useRef, useState } from "preact/hooks";

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

const LABEL = "Erase this learner?";

/** Explains what an erasure deletes, and asks for the user ID as confirmation. */
export function EraseDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={LABEL} onClose={props.onClose}>
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
      setMessage(`Enter ${userId} to confirm.`);
      field.current?.focus();
      return;
    }
    void submit(erase);
  };
  return (
    <form class="stack" noValidate onSubmit={confirm}>
      <h2>{LABEL}</h2>
      <p dir="auto">{name}</p>
      <ul class="help">
        <li>Enrollments, progress and the name that the learner entered are deleted. Access to all courses ends.</li>
        <li>
          The name is removed from certificates, and their PDFs and pictures are deleted. The codes can still be
          verified, and show no name.
        </li>
        <li>
          Orders stay, as they have no name. A list of learners that was downloaded before still has it, and so has your
          shop.
        </li>
        <li>
          <strong>This cannot be undone.</strong> Export the data first if anybody may need it.
        </li>
      </ul>
      <div>
        <label for={id}>
          User ID, to confirm: <bdi>{userId}</bdi>
        </label>
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
          Cancel
        </button>
        <button class="button button-danger" aria-disabled={isSubmitting}>
          {isSubmitting ? "Erasing…" : "Erase for good"}
        </button>
      </div>
    </form>
  );
}
