import { useEffect, useId, useRef, useState } from "preact/hooks";

import { ProblemError } from "../api/client";
import { MAX_NAME_LENGTH, refusedNameText } from "../teach/correction";
import { key, rich, t } from "../texts/texts";
import { Dialog } from "../ui/dialog";
import { errorMessage } from "../ui/error-notice";
import { ProgressBar } from "../ui/progress-bar";
import { correctName, type LearnersCourse, type Overview } from "./learner-api";
import { shownName } from "./learner-names";

interface Props {
  overview: Overview;
  onClose: () => void;
}

/** What has become of the name in one course. */
interface Outcome {
  readonly course: LearnersCourse;
  readonly replaced: boolean;
  readonly error?: unknown;
}

/** Corrects a learner's name in each course, one after the other; what failed can be tried again. */
export function NameDialog(props: Props & { open: boolean }) {
  return (
    <Dialog open={props.open} label={t("name_dialog.title")} onClose={props.onClose}>
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
      <h2>{t("name_dialog.title")}</h2>
      <p>{t("name_dialog.help", { count: courses.length })}</p>
      <div>
        <label for={id}>{t("name")}</label>
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
        <ProgressBar
          percent={(outcomes.length / Math.max(courses.length, 1)) * 100}
          label={t("name_dialog.progress")}
        />
      )}
      {finished && <Result outcomes={outcomes} failed={failed} />}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t(finished ? key("action.close") : key("action.cancel"))}
        </button>
        {(!finished || failed.length > 0) && (
          <button class="button button-main" aria-disabled={isRunning}>
            {t(
              isRunning ? key("name_dialog.correcting") : failed.length > 0 ? key("retry") : key("name_dialog.correct"),
            )}
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
        <p>{t("name_dialog.corrected", { count: outcomes.length - failed.length })}</p>
        {replaced > 0 && <p>{t("name_dialog.replaced", { count: replaced })}</p>}
        {failed.length > 0 && (
          <ul>
            {failed.map(({ course, error }) => (
              <li key={course.course_id}>
                {rich("name_dialog.failed", {
                  course: <bdi>{course.course_title}</bdi>,
                  reason: <bdi lang={error instanceof ProblemError ? "en" : undefined}>{errorMessage(error)}</bdi>,
                })}
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
  if (length === 0) return t("name_dialog.empty");
  return length > MAX_NAME_LENGTH ? t("name_dialog.too_long", { count: length - MAX_NAME_LENGTH }) : undefined;
}
