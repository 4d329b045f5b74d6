import { useEffect, useId, useRef, useState } from "preact/hooks";

import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import { nameError, refusedNameText, type NameStep } from "./printed-name";
import { saveName } from "./profile-api";

const HINT = "Write it as it should appear on your certificate, in any script.";

/**
 * Asks for the learner's name.
 *
 * @param takesFocus whether the field takes focus when the form appears.
 * @param onClose called when the name was saved or the learner cancels.
 */
export function NameForm(props: { step: NameStep; takesFocus: boolean; onClose: () => void }) {
  const { step } = props;
  const isFirst = step.kind === "ask" && step.refusal === null;
  const [typed, setTyped] = useState(step.name);
  const [message, setMessage] = useState(step.kind === "ask" ? (step.refusal ?? undefined) : undefined);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    if (props.takesFocus) field.current?.focus();
  }, []);

  const refuse = (text: string) => {
    setMessage(text);
    field.current?.focus();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const invalid = nameError(typed);
    if (invalid !== undefined) {
      refuse(invalid);
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      await saveName(typed.trim());
      announce("Name saved.");
      props.onClose();
    } catch (thrown) {
      const text = refusedNameText(thrown);
      if (text === undefined) setError(thrown);
      else refuse(text);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form class="stack name-form" noValidate onSubmit={submit}>
      {isFirst && <p>Your certificate needs a name. Please tell us yours.</p>}
      <div>
        <label for={id}>Your name</label>
        <input
          id={id}
          ref={field}
          name="name"
          autocomplete="name"
          dir="auto"
          required
          value={typed}
          aria-invalid={message !== undefined}
          aria-describedby={`${id}-hint`}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setMessage(undefined);
          }}
        />
        <p
          id={`${id}-hint`}
          class={message === undefined ? "hint" : "field-error"}
          role={message === undefined ? undefined : "alert"}
        >
          {message ?? HINT}
        </p>
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <p class="row">
        <button class="button button-main" aria-disabled={busy}>
          {busy ? "Saving…" : isFirst ? "Continue" : "Save name"}
        </button>
        {!isFirst && (
          <button type="button" class="button" onClick={props.onClose}>
            Cancel
          </button>
        )}
      </p>
    </form>
  );
}
