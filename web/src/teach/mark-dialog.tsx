import { useId, useRef, useState } from "preact/hooks";

import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { pluralize } from "../ui/format";
import { useSubmission } from "../ui/use-submission";
import { cleanNote, MAX_NOTE_LENGTH, noteError } from "./assignment-api";

interface Props {
  assignment: string;
  /** How many learners are marked; one by the name. */
  count: number;
  name?: string;
  onClose: () => void;
  /** Sends the request; its error is displayed, and what was typed is kept. */
  mark: (note: string) => Promise<void>;
}

const LABEL = "Mark as done";

/** Asks for a note before an assignment is marked as done. */
export function MarkDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={LABEL} onClose={props.onClose}>
      <NoteForm {...props} />
    </Dialog>
  );
}

function NoteForm({ assignment, count, name, onClose, mark }: Props) {
  const [typed, setTyped] = useState("");
  const [message, setMessage] = useState<string>();
  const { isSubmitting, error, submit } = useSubmission();
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();

  const confirm = (event: Event) => {
    event.preventDefault();
    const invalid = noteError(typed);
    setMessage(invalid);
    if (invalid !== undefined) {
      field.current?.focus();
      return;
    }
    void submit(() => mark(typed));
  };

  return (
    <form class="stack" noValidate onSubmit={confirm}>
      <h2>{LABEL}</h2>
      <dl class="facts">
        <dt>Assignment</dt>
        <dd dir="auto">{assignment}</dd>
        <dt>{count === 1 ? "Learner" : "Learners"}</dt>
        <dd dir="auto">{name ?? pluralize(count, "learner")}</dd>
      </dl>
      <div>
        <label for={id}>{count === 1 ? "Note for the learner (optional)" : "Note for each learner (optional)"}</label>
        <textarea
          id={id}
          ref={field}
          rows={4}
          dir="auto"
          value={typed}
          aria-invalid={message !== undefined}
          aria-describedby={`${id}-hint`}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            if (message !== undefined) setMessage(noteError(event.currentTarget.value));
          }}
        />
        <p id={`${id}-hint`} class={message ? "field-error" : "hint"} role={message ? "alert" : undefined}>
          {message ?? `Shown at the lesson. ${Array.from(cleanNote(typed)).length} of ${MAX_NOTE_LENGTH} characters`}
        </p>
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button class="button button-main" aria-disabled={isSubmitting}>
          {isSubmitting ? "Marking…" : LABEL}
        </button>
      </div>
    </form>
  );
}
