import { useEffect, useId, useRef, useState } from "preact/hooks";

import { MAX_NAME_LENGTH, refusedNameText } from "../teach/correction";
import { Dialog } from "../ui/dialog";
import { errorMessage } from "../ui/error-notice";
import { pluralize } from "../ui/format";
import { ProgressBar } from "../ui/progress-bar";
import { correctName, type LearnersCourse, type Overview } from "./learner-api";
import { shownName } from "./learner-names";

interface Props {
  overview: Overview;
  onClose: () => void;
}

const LABEL = "Correct the name in all courses";

/** What has become of the name in one course. */
interface Outcome {
  readonly course: LearnersCourse;
  readonly replaced: boolean;
  readonly error?: unknown;
}

/** Corrects a learner's name in each course, one after the other; what failed can be tried again. */
export function NameDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={LABEL} onClose={props.onClose}>
      <NameForm {...props} />
    </Dialog>
  );
}

function NameForm({ overview, onClose }: Props) {
  const { courses, userId } = overview;
  const [name, setName] = useState(() => shownName(overview));
  const [message, setMessage] = useState<string>();
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const [isRunning, setRunning] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  const refuse = (text: string) => {
    setMessage(text);
    field.current?.focus();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isRunning) return;
    const invalid = nameError(name);
    if (invalid !== undefined) {
      refuse(invalid);
      return;
    }
    setRunning(true);
    const done: Outcome[] = [];
    setOutcomes(done);
    try {
      for (const course of courses) {
        done.push(await correctIn(course, userId, name.trim()));
        setOutcomes([...done]);
        const refusal = refusedNameText(done.at(-1)?.error);
        // No course accepts this name.
        if (refusal !== undefined) {
          setOutcomes([]);
          refuse(refusal);
          return;
        }
      }
    } finally {
      setRunning(false);
    }
  };

  const failed = outcomes.filter(({ error }) => error !== undefined);
  const finished = !isRunning && outcomes.length > 0;
  return (
    <form class="stack" noValidate onSubmit={submit}>
      <h2>{LABEL}</h2>
      <p>
        The name is corrected in {pluralize(courses.length, "course")}, also where there is no certificate yet. A
        certificate in force with another name is replaced by one with a new code and the same date; the old code is
        revoked for good. Revoked certificates stay as they are. Correct the name in your shop, too, if it is wrong
        there.
      </p>
      <div>
        <label for={id}>Name</label>
        <input
          id={id}
          ref={field}
          dir="auto"
          required
          autocomplete="off"
          value={name}
          aria-invalid={message !== undefined}
          aria-describedby={message === undefined ? undefined : `${id}-error`}
          onInput={(event) => {
            setName(event.currentTarget.value);
            setMessage(undefined);
            setOutcomes([]);
          }}
        />
        {message !== undefined && (
          <p id={`${id}-error`} class="field-error" role="alert">
            {message}
          </p>
        )}
      </div>
      {isRunning && (
        <ProgressBar percent={(outcomes.length / Math.max(courses.length, 1)) * 100} label="Courses corrected" />
      )}
      {finished && <Result outcomes={outcomes} failed={failed} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {finished ? "Close" : "Cancel"}
        </button>
        {(!finished || failed.length > 0) && (
          <button class="button button-main" aria-disabled={isRunning}>
            {isRunning ? "Correcting…" : failed.length > 0 ? "Try again" : "Correct the name"}
          </button>
        )}
      </div>
    </form>
  );
}

async function correctIn(course: LearnersCourse, userId: string, name: string): Promise<Outcome> {
  try {
    const { replaced } = await correctName(course.course_id, userId, name);
    return { course, replaced };
  } catch (error) {
    return { course, replaced: false, error };
  }
}

/** What was corrected; it takes the focus, since the button may be gone and nothing outside of a dialog is announced. */
function Result({ outcomes, failed }: { outcomes: readonly Outcome[]; failed: readonly Outcome[] }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  const replaced = outcomes.filter((outcome) => outcome.replaced).length;
  return (
    <div ref={element} tabIndex={-1} class={`notice ${failed.length === 0 ? "notice-good" : "notice-bad"}`}>
      <div>
        <p>Corrected in {pluralize(outcomes.length - failed.length, "course")}.</p>
        {replaced > 0 && <p>{pluralize(replaced, "certificate")} replaced.</p>}
        {failed.length > 0 && (
          <ul>
            {failed.map(({ course, error }) => (
              <li key={course.course_id}>
                <bdi>{course.course_title}</bdi>: {errorMessage(error)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function nameError(typed: string): string | undefined {
  const length = Array.from(typed.trim()).length;
  if (length === 0) return "Enter the name.";
  return length > MAX_NAME_LENGTH
    ? `The name is ${pluralize(length - MAX_NAME_LENGTH, "character")} too long.`
    : undefined;
}
