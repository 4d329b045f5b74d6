import { useState } from "preact/hooks";

import { Field } from "../manage/field";
import { fieldId } from "../manage/field-errors";
import { announce } from "../ui/announcer";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { findLearner, putLearner, putPending } from "./enrollment-api";
import { learnerPath } from "./paths";
import { endOfDay } from "./school-day";

type By = "email" | "user_id";

/** What happened to the learner that was added last. */
type Outcome =
  | { readonly kind: "enrolled"; readonly userId: string; readonly name: string }
  | { readonly kind: "already"; readonly userId: string }
  | { readonly kind: "waits"; readonly email: string };

/**
 * A button that opens a form to enroll one learner, and what came of it.
 *
 * @param onAdded is called after a learner was enrolled, or waits to be.
 */
export function AddLearner(props: { courseId: string; onAdded: () => void }) {
  const [open, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return (
    <>
      <button class="button" onClick={() => setOpen(true)}>
        Add a learner
      </button>
      <Dialog open={open} label="Add a learner" onClose={() => setOpen(false)}>
        <AddForm
          courseId={props.courseId}
          onClose={() => setOpen(false)}
          onDone={(done) => {
            setOutcome(done);
            setOpen(false);
            announce(outcomeText(done));
            props.onAdded();
          }}
        />
      </Dialog>
      {outcome && (
        <p class="hint outcome">
          {outcomeText(outcome)}{" "}
          {outcome.kind !== "waits" && <a href={learnerPath(props.courseId, outcome.userId)}>Open their page</a>}
        </p>
      )}
    </>
  );
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "enrolled":
      return `${outcome.name} is enrolled.`;
    case "already":
      return `${outcome.userId} is enrolled already; nothing was changed.`;
    case "waits":
      return `${outcome.email} is enrolled as soon as they sign in.`;
  }
}

function AddForm(props: { courseId: string; onClose: () => void; onDone: (outcome: Outcome) => void }) {
  const [by, setBy] = useState<By>("email");
  const [who, setWho] = useState("");
  const [name, setName] = useState("");
  const [day, setDay] = useState("");
  const [isSubmitting, setSubmitting] = useState(false);
  const [whoError, setWhoError] = useState<string>();
  const [error, setError] = useState<unknown>();

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isSubmitting) return;
    const invalid = checkWho(by, who.trim());
    setWhoError(invalid);
    setError(undefined);
    if (invalid) {
      document.getElementById(fieldId("add-who"))?.focus();
      return;
    }
    setSubmitting(true);
    try {
      props.onDone(await enroll(props.courseId, by, who.trim(), name.trim(), day));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setSubmitting(false);
    }
  };

  return (
    <form class="stack" noValidate onSubmit={submit}>
      <h2>Add a learner</h2>
      <fieldset class="choices">
        <legend>You know their</legend>
        <label class="check-line">
          <input type="radio" name="by" checked={by === "email"} onChange={() => setBy("email")} />
          <span>E-mail address</span>
        </label>
        <label class="check-line">
          <input type="radio" name="by" checked={by === "user_id"} onChange={() => setBy("user_id")} />
          <span>User ID</span>
        </label>
      </fieldset>
      <Field
        path="add-who"
        label={by === "email" ? "E-mail address" : "User ID"}
        hint={
          by === "email"
            ? "They are enrolled as soon as they sign in with this address, if it is verified."
            : "As your sign-in service has it; they are enrolled at once."
        }
        error={whoError}
      >
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            inputMode={by === "email" ? "email" : "text"}
            autoCapitalize="none"
            required
            autoComplete="off"
            spellcheck={false}
            value={who}
            onInput={(event) => {
              setWho(event.currentTarget.value);
              setWhoError(undefined);
            }}
          />
        )}
      </Field>
      <Field path="add-name" label="Name (optional)" hint="Printed on the certificate.">
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            autoComplete="off"
            maxLength={300}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field path="add-until" label="Last day of access (optional)" hint="Without it, access has no end.">
        {(attributes) => (
          <input {...attributes} type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        )}
      </Field>
      {error !== undefined && <ErrorNotice error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          Cancel
        </button>
        <button class="button button-main" aria-disabled={isSubmitting}>
          {isSubmitting ? "Adding…" : "Add learner"}
        </button>
      </div>
    </form>
  );
}

/** Why somebody cannot be enrolled; undefined where they can. */
function checkWho(by: By, who: string): string | undefined {
  if (by === "email") return /^\S+@\S+$/.test(who) ? undefined : "Enter an e-mail address, such as ana@example.org.";
  if (who === "") return "Enter the user ID.";
  return /^[A-Za-z0-9_.:@-]{1,128}$/.test(who)
    ? undefined
    : "A user ID has only letters A to Z, digits and the characters _ . : @ -";
}

async function enroll(courseId: string, by: By, who: string, name: string, day: string): Promise<Outcome> {
  const more = {
    ...(name ? { learner_name: name } : {}),
    ...(day ? { access_expires_at: endOfDay(day) } : {}),
  };
  if (by === "email") {
    const { email } = await putPending(courseId, { email: who, ...more });
    return { kind: "waits", email };
  }
  // Their enrollment is changed on their own page, where its state is shown.
  if (await findLearner(courseId, who)) return { kind: "already", userId: who };
  const learner = await putLearner(courseId, who, { status: "active", ...more });
  return { kind: "enrolled", userId: learner.user_id, name: learner.learner_name ?? learner.user_id };
}
