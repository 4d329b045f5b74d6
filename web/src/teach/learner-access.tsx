import { useState } from "preact/hooks";

import { Field } from "../manage/field";
import { key, type PlainKey, rich, t } from "../texts/texts";
import { announce } from "../ui/announcer";
import { Dialog } from "../ui/dialog";
import { ErrorNotice } from "../ui/error-notice";
import { formatDateTime } from "../ui/format";
import { type Learner, putLearner } from "./enrollment-api";
import { endOfDay, lastDay } from "./school-day";

type Action = "cancel" | "restore" | "until";

/**
 * Buttons to cancel an enrollment, restore it, or change when access ends, each with its consequences explained.
 *
 * @param onChange receives the learner as stored.
 */
export function LearnerAccess(props: { courseId: string; learner: Learner; onChange: (learner: Learner) => void }) {
  const { learner } = props;
  const [action, setAction] = useState<Action | null>(null);
  const done = (stored: Learner, message: string) => {
    setAction(null);
    announce(message);
    props.onChange(stored);
  };
  return (
    <>
      {learner.changed_by && learner.changed_at && (
        <p class="faint">
          {rich("learner_access.changed", {
            user: <bdi>{learner.changed_by}</bdi>,
            time: formatDateTime(learner.changed_at),
          })}
        </p>
      )}
      {learner.status === "refunded" ? (
        <p class="hint">{t("learner_access.refunded")}</p>
      ) : (
        <div class="row">
          <button class="button" onClick={() => setAction("until")}>
            {t(learner.access_expires_at ? key("learner_access.change_end") : key("learner_access.set_end"))}
          </button>
          {learner.status === "cancelled" ? (
            <button class="button" onClick={() => setAction("restore")}>
              {t("learner_access.restore")}
            </button>
          ) : (
            <button class="button button-bad" onClick={() => setAction("cancel")}>
              {t("learner_access.cancel")}
            </button>
          )}
        </div>
      )}
      <Dialog open={action === "until"} label={t("learner_access.change_end")} onClose={() => setAction(null)}>
        <UntilForm {...props} onClose={() => setAction(null)} onDone={done} />
      </Dialog>
      <Dialog open={action === "cancel"} label={t("learner_access.cancel_title")} onClose={() => setAction(null)}>
        <StatusForm {...props} status="cancelled" onClose={() => setAction(null)} onDone={done} />
      </Dialog>
      <Dialog open={action === "restore"} label={t("learner_access.restore_title")} onClose={() => setAction(null)}>
        <StatusForm {...props} status="active" onClose={() => setAction(null)} onDone={done} />
      </Dialog>
    </>
  );
}

interface FormProps {
  courseId: string;
  learner: Learner;
  onClose: () => void;
  onDone: (learner: Learner, message: string) => void;
}

function StatusForm(props: FormProps & { status: "active" | "cancelled" }) {
  const cancels = props.status === "cancelled";
  const done = cancels ? key("learner_access.cancelled") : key("learner_access.restored");
  const change = useChange(props, () => ({ status: props.status }));
  return (
    <form class="stack" onSubmit={(event) => void change.submit(event, t(done))}>
      <h2>{t(cancels ? key("learner_access.cancel_title") : key("learner_access.restore_title"))}</h2>
      {cancels ? (
        <ul>
          <li>{t("learner_access.cancel_opens")}</li>
          <li>{t("learner_access.cancel_progress")}</li>
          <li>{t("learner_access.cancel_certificate")}</li>
          <li>{t("learner_access.cancel_payment")}</li>
        </ul>
      ) : (
        <ul>
          <li>{t("learner_access.restore_opens")}</li>
          <li>{expiryText(props.learner)}</li>
        </ul>
      )}
      {change.error !== undefined && <ErrorNotice error={change.error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          {t(cancels ? key("learner_access.keep") : key("learner_access.not_now"))}
        </button>
        <button class={cancels ? "button button-danger" : "button button-main"} aria-disabled={change.isSubmitting}>
          {t(submitLabel(cancels, change.isSubmitting))}
        </button>
      </div>
    </form>
  );
}

function submitLabel(cancels: boolean, isSubmitting: boolean): PlainKey {
  if (cancels) return isSubmitting ? key("learner_access.cancelling") : key("learner_access.cancel_button");
  return isSubmitting ? key("learner_access.restoring") : key("learner_access.restore_button");
}

function expiryText(learner: Learner): string {
  const end = learner.access_expires_at;
  if (!end) return t("learner_access.no_end");
  return new Date(end) <= new Date()
    ? t("learner_access.ended", { time: formatDateTime(end) })
    : t("learner_access.ends", { time: formatDateTime(end) });
}

function UntilForm(props: FormProps) {
  const { access_expires_at: end } = props.learner;
  const [day, setDay] = useState(end ? lastDay(end) : "");
  const change = useChange(props, () => ({ access_expires_at: day ? endOfDay(day) : null }));
  const isPast = day !== "" && new Date(endOfDay(day)) <= new Date();
  return (
    <form class="stack" onSubmit={(event) => void change.submit(event, t("learner_access.end_changed"))}>
      <h2>{t("learner_access.change_end")}</h2>
      <Field
        path="until"
        label={t("learner_access.last_day")}
        hint={t(isPast ? key("learner_access.is_past") : key("learner_access.last_day_hint"))}
      >
        {(attributes) => (
          <input {...attributes} type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        )}
      </Field>
      {change.error !== undefined && <ErrorNotice error={change.error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          {t("action.cancel")}
        </button>
        <button class="button button-main" aria-disabled={change.isSubmitting}>
          {t(change.isSubmitting ? key("learner_access.saving") : key("action.save"))}
        </button>
      </div>
    </form>
  );
}

function useChange(props: FormProps, body: () => Parameters<typeof putLearner>[2]) {
  const [isSubmitting, setSubmitting] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: Event, message: string) => {
    event.preventDefault();
    if (isSubmitting) return;
    setSubmitting(true);
    setError(undefined);
    try {
      props.onDone(await putLearner(props.courseId, props.learner.user_id, body()), message);
    } catch (thrown) {
      setError(thrown);
      setSubmitting(false);
    }
  };
  return { isSubmitting, error, submit };
}
