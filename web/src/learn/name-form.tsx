import { useEffect, useId, useRef, useState } from "preact/hooks";

import { key, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { ErrorNotice } from "../ui/error-notice";
import { nameError, refusedNameText, type NameStep } from "./printed-name";
import { saveName } from "./profile-api";

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
      announce(t("name.saved"));
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
      {isFirst && <p>{t("name.needed")}</p>}
      <div>
        <label for={id}>{t("name.label")}</label>
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
          {message ?? t("name.hint")}
        </p>
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <p class="row">
        <button class="button button-main" aria-disabled={busy}>
          {t(busy ? key("saving") : isFirst ? key("course.continue") : key("name.save"))}
        </button>
        {!isFirst && (
          <button type="button" class="button" onClick={props.onClose}>
            {t("cancel")}
          </button>
        )}
      </p>
    </form>
  );
}
