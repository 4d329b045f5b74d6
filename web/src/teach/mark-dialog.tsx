import { useId, useRef, useState } from "preact/hooks";

import { key, t } from "../texts/texts";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
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

/** Asks for a note before an assignment is marked as done. */
export function MarkDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={t("mark_dialog.title")} onClose={props.onClose}>
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
      <h2>{t("mark_dialog.title")}</h2>
      <dl class="facts">
        <dt>{t("kind.assignment")}</dt>
        <dd dir="auto">{assignment}</dd>
        <dt>{t(count === 1 ? key("learner") : key("learners"))}</dt>
        <dd dir="auto">{name ?? t("mark_dialog.learners", { count })}</dd>
      </dl>
      <div>
        <label for={id}>{t(count === 1 ? key("mark_dialog.note") : key("mark_dialog.note_each"))}</label>
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
          {message ?? t("mark_dialog.note_hint", { length: Array.from(cleanNote(typed)).length, max: MAX_NOTE_LENGTH })}
        </p>
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t("action.cancel")}
        </button>
        <button class="button button-main" aria-disabled={isSubmitting}>
          {t(isSubmitting ? key("mark_dialog.marking") : key("mark_dialog.title"))}
        </button>
      </div>
    </form>
  );
}
