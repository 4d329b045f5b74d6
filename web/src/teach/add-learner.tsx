import { useState } from "preact/hooks";

import { Field } from "../manage/field";
import { fieldId } from "../manage/field-errors";
import { key, t } from "../texts/texts";
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
        {t("add_learner.title")}
      </button>
      <Dialog open={open} label={t("add_learner.title")} onClose={() => setOpen(false)}>
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
          {outcome.kind !== "waits" && (
            <a href={learnerPath(props.courseId, outcome.userId)}>{t("add_learner.open_page")}</a>
          )}
        </p>
      )}
    </>
  );
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "enrolled":
      return t("add_learner.enrolled", { name: outcome.name });
    case "already":
      return t("add_learner.already", { user_id: outcome.userId });
    case "waits":
      return t("add_learner.waits", { email: outcome.email });
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
      <h2>{t("add_learner.title")}</h2>
      <fieldset class="choices">
        <legend>{t("add_learner.you_know")}</legend>
        <label class="check-line">
          <input type="radio" name="by" checked={by === "email"} onChange={() => setBy("email")} />
          <span>{t("add_learner.email")}</span>
        </label>
        <label class="check-line">
          <input type="radio" name="by" checked={by === "user_id"} onChange={() => setBy("user_id")} />
          <span>{t("user_id")}</span>
        </label>
      </fieldset>
      <Field
        path="add-who"
        label={t(by === "email" ? key("add_learner.email") : key("user_id"))}
        hint={t(by === "email" ? key("add_learner.email_hint") : key("add_learner.user_id_hint"))}
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
      <Field path="add-name" label={t("add_learner.name")} hint={t("add_learner.name_hint")}>
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
      <Field path="add-until" label={t("add_learner.until")} hint={t("add_learner.until_hint")}>
        {(attributes) => (
          <input {...attributes} type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        )}
      </Field>
      {error !== undefined && <ErrorNotice error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          {t("action.cancel")}
        </button>
        <button class="button button-main" aria-disabled={isSubmitting}>
          {t(isSubmitting ? key("add_learner.adding") : key("add_learner.add"))}
        </button>
      </div>
    </form>
  );
}

/** Why somebody cannot be enrolled; undefined where they can. */
function checkWho(by: By, who: string): string | undefined {
  if (by === "email") return /^\S+@\S+$/.test(who) ? undefined : t("add_learner.wrong_email");
  if (who === "") return t("add_learner.no_user_id");
  return /^[A-Za-z0-9_.:@-]{1,128}$/.test(who) ? undefined : t("add_learner.wrong_user_id");
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
