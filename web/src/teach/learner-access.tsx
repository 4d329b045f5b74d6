import { useState } from "preact/hooks";

import { Field } from "../manage/field";
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
          Last changed by <bdi>{learner.changed_by}</bdi> on {formatDateTime(learner.changed_at)}
        </p>
      )}
      {learner.status === "refunded" ? (
        <p class="hint">
          The payment was refunded or reversed. A new order, or a refund that fails, restores the access; nothing else
          does.
        </p>
      ) : (
        <div class="row">
          <button class="button" onClick={() => setAction("until")}>
            {learner.access_expires_at ? "Change the end of access" : "Set an end of access"}
          </button>
          {learner.status === "cancelled" ? (
            <button class="button" onClick={() => setAction("restore")}>
              Restore the enrollment
            </button>
          ) : (
            <button class="button button-bad" onClick={() => setAction("cancel")}>
              Cancel the enrollment
            </button>
          )}
        </div>
      )}
      <Dialog open={action === "until"} label="Change the end of access" onClose={() => setAction(null)}>
        <UntilForm {...props} onClose={() => setAction(null)} onDone={done} />
      </Dialog>
      <Dialog open={action === "cancel"} label="Cancel this enrollment?" onClose={() => setAction(null)}>
        <StatusForm {...props} status="cancelled" onClose={() => setAction(null)} onDone={done} />
      </Dialog>
      <Dialog open={action === "restore"} label="Restore this enrollment?" onClose={() => setAction(null)}>
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
  const change = useChange(props, () => ({ status: props.status }));
  return (
    <form class="stack" onSubmit={(event) => void change.submit(event, cancels ? "Cancelled." : "Restored.")}>
      <h2>{cancels ? "Cancel this enrollment?" : "Restore this enrollment?"}</h2>
      {cancels ? (
        <ul>
          <li>The learner cannot open the course any more, from now on.</li>
          <li>Their progress is kept, and continues if you restore the enrollment.</li>
          <li>A certificate that was issued stays valid and verifiable, but cannot be downloaded meanwhile.</li>
          <li>No payment is refunded.</li>
        </ul>
      ) : (
        <ul>
          <li>The learner can open the course again, with all progress.</li>
          <li>{expiryText(props.learner)}</li>
        </ul>
      )}
      {change.error !== undefined && <ErrorNotice error={change.error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          {cancels ? "Keep it" : "Not now"}
        </button>
        <button class={cancels ? "button button-danger" : "button button-main"} aria-disabled={change.isSubmitting}>
          {submitLabel(cancels, change.isSubmitting)}
        </button>
      </div>
    </form>
  );
}

function submitLabel(cancels: boolean, isSubmitting: boolean): string {
  if (cancels) return isSubmitting ? "Cancelling…" : "Cancel enrollment";
  return isSubmitting ? "Restoring…" : "Restore enrollment";
}

function expiryText(learner: Learner): string {
  const end = learner.access_expires_at;
  if (!end) return "Access has no end.";
  return new Date(end) <= new Date()
    ? `Access ended on ${formatDateTime(end)}: change the end of access as well.`
    : `Access ends on ${formatDateTime(end)}.`;
}

function UntilForm(props: FormProps) {
  const { access_expires_at: end } = props.learner;
  const [day, setDay] = useState(end ? lastDay(end) : "");
  const change = useChange(props, () => ({ access_expires_at: day ? endOfDay(day) : null }));
  const isPast = day !== "" && new Date(endOfDay(day)) <= new Date();
  return (
    <form class="stack" onSubmit={(event) => void change.submit(event, "The end of access is changed.")}>
      <h2>Change the end of access</h2>
      <Field
        path="until"
        label="Last day of access"
        hint={
          isPast
            ? "This day is over: the learner cannot open the course any more."
            : "Leave it empty for access without an end. Progress and certificate are kept in any case."
        }
      >
        {(attributes) => (
          <input {...attributes} type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        )}
      </Field>
      {change.error !== undefined && <ErrorNotice error={change.error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={props.onClose}>
          Cancel
        </button>
        <button class="button button-main" aria-disabled={change.isSubmitting}>
          {change.isSubmitting ? "Saving…" : "Save"}
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
