import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { counted } from "../ui/text";
import { useTitle } from "../ui/title";
import { CourseHead } from "../teach/course-head";
import { useAttempt } from "./attempt";
import { ConflictDialog } from "./conflict-dialog";
import { consequences } from "./consequences";
import {
  type CourseDraft,
  draftOf,
  inputOf,
  newDraft,
  sayTheSame,
  settled,
  sharesOf,
  withLessonIds,
} from "./course-draft";
import { CourseFields } from "./course-fields";
import { saveCourse } from "./course-saving";
import { at, keyIn, paths, wrongId, wrongsOf } from "./course-wrong";
import { useKeptDraft } from "./kept-draft";
import { LessonsEditor, partOf, WHOLE } from "./lessons-editor";
import { Restored } from "./restored";
import { RuleFields } from "./rule-fields";
import { SaveBar } from "./save-bar";
import type { Wrong } from "./wrong";
import { WrongList } from "./wrong-list";

type Course = Schemas["Course"];

const CONSEQUENCES = "consequences";

const fieldsOf = (course: Course | null): CourseDraft => (course ? draftOf(course) : newDraft());

/** Everything of a course that an admin decides, but its certificate. */
export function CourseForm(props: {
  courseId: string;
  /** As stored; null for a course that is to be made. */
  opened: Course | null;
  isJustMade: boolean;
  onMade: (course: Course) => void;
}) {
  const draft = useKeptDraft(`course.${props.courseId}`, props.opened, fieldsOf, sayTheSame);
  const attempt = useAttempt();
  const { saving, wrongs } = attempt;
  const [theirs, setTheirs] = useState<Course | null>(null);
  const [view, setView] = useState(WHOLE);
  const isNew = draft.base === null;
  const { value, change } = draft;
  useTitle(isNew ? "New course" : `${draft.base.title}: course`);

  const save = async (overwrite: boolean) => {
    const sent = withLessonIds(value);
    const wrong = isNew ? wrongId(sent.course_id) : undefined;
    setTheirs(null);
    if (wrong) {
      attempt.fail([wrong]);
      return;
    }
    attempt.begin();
    // The ids of new lessons stay from the first attempt on: its answer may be lost, and the course be stored.
    change(withLessonIds);
    try {
      const outcome = await saveCourse(sent, draft.base, overwrite);
      if (outcome.kind === "saved") {
        draft.settle(outcome.course, (before) => settled(before, outcome.course));
        attempt.succeed();
        if (isNew) props.onMade(outcome.course);
      } else if (outcome.kind === "conflict") {
        setTheirs(outcome.theirs);
        attempt.fail([]);
      } else attempt.fail([existing(outcome.theirs)]);
    } catch (error) {
      attempt.fail(wrongsOf(error, sent), error);
    }
  };
  const discard = () => {
    draft.discard();
    attempt.forget("Your changes are discarded.");
  };
  const changed: typeof change = (update) => {
    change(update);
    attempt.rest();
  };
  const reveal = (path: string) => {
    const key = keyIn(path);
    if (key) setView({ part: partOf(value.lessons, key), sought: "" });
  };

  const said = draft.base && sharesOf(value) ? consequences(draft.base, inputOf(value)) : [];

  return (
    <form
      class="stack manage"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (saving !== "saving" && (draft.changed || isNew)) void save(false);
      }}
    >
      {isNew ? <h1>New course</h1> : <CourseHead courseId={props.courseId} here="course" heading={draft.base.title} />}
      {draft.restored && <Restored onDiscard={discard} />}
      {props.isJustMade && !draft.changed && <Made courseId={props.courseId} />}
      <WrongList wrongs={wrongs} reveal={reveal} />
      {/* What is written while a course is made would be lost on the way to its own address. */}
      <fieldset class="stack" disabled={isNew && saving === "saving"}>
        <CourseFields draft={value} isNew={isNew} wrongs={wrongs} change={changed} />
        <LessonsEditor
          lessons={value.lessons}
          wrongs={wrongs}
          view={view}
          setView={setView}
          change={(update) => changed((before) => ({ ...before, lessons: update(before.lessons) }))}
        />
        <RuleFields draft={value} wrongs={wrongs} change={changed} />
      </fieldset>
      {said.length > 0 && <Consequences said={said} />}
      <SaveBar
        changed={draft.changed}
        saving={saving}
        fresh={isNew}
        onDiscard={discard}
        failure={attempt.failure}
        onRetry={() => void save(false)}
      >
        {said.length > 0 && <a href={`#${CONSEQUENCES}`}>What it changes for learners</a>}
      </SaveBar>
      <ConflictDialog
        open={theirs !== null}
        onOverwrite={() => void save(true)}
        onTakeTheirs={() => {
          if (theirs) draft.settle(theirs, () => draftOf(theirs));
          setTheirs(null);
          attempt.forget("Theirs is shown now.");
        }}
        onClose={() => setTheirs(null)}
      >
        {theirs && (
          <p>
            The course is now called “<bdi>{theirs.title}</bdi>” and has {counted(theirs.lessons.length, "lesson")}.
          </p>
        )}
      </ConflictDialog>
    </form>
  );
}

function Consequences({ said }: { said: readonly string[] }) {
  return (
    <section class="card consequences" aria-labelledby={CONSEQUENCES}>
      <h2 id={CONSEQUENCES}>What saving changes for learners</h2>
      <ul>
        {said.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

function Made({ courseId }: { courseId: string }) {
  return (
    <div class="notice notice-good">
      <p>The course is made. Certificates need a template next.</p>
      <a class="button" href={`/manage/${encodeURIComponent(courseId)}/certificate`}>
        Set up its certificate
      </a>
    </div>
  );
}

function existing(theirs: Course): Wrong {
  return at(paths.courseId, `There is a course with this id already: “${theirs.title}”. Choose another id.`);
}
