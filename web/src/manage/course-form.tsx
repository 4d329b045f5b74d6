import { useState } from "preact/hooks";

import type { Schemas } from "../api/client";
import { rich, t } from "../texts/texts";
import { useTitle } from "../ui/use-title";
import { CourseHeader } from "../teach/course-header";
import { changesOfCourse } from "../teach/change-api";
import { Changes } from "../teach/changes";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { useSaveState } from "./use-save-state";
import { ConflictDialog } from "./conflict-dialog";
import { consequences } from "./consequences";
import {
  type CourseDraft,
  toDraft,
  toInput,
  newDraft,
  draftsEqual,
  mergeSaved,
  parsePercentages,
  withIds,
} from "./course-draft";
import { courseErrors, remainingErrors } from "./course-check";
import { CourseFields } from "./course-fields";
import { saveCourse } from "./course-api";
import { InstructorsField } from "./instructors-field";
import { fieldError, entryKeyOf, fieldPaths, fieldErrors } from "./course-errors";
import { useDraft } from "./use-draft";
import { LessonsEditor, pageOf, INITIAL_VIEW } from "./lessons-editor";
import { RestoredNotice } from "./restored-notice";
import { RuleFields } from "./rule-fields";
import { SaveBar } from "./save-bar";
import type { FieldError } from "./field-errors";
import { ErrorSummary } from "./error-summary";

type Course = Schemas["Course"];

const CONSEQUENCES_ID = "consequences";

const toCourseDraft = (course: Course | null): CourseDraft => (course ? toDraft(course) : newDraft());

/** The form for a course: everything but its certificate. */
export function CourseForm(props: {
  courseId: string;
  /** The stored course; null to create one. */
  initial: Course | null;
  isJustCreated: boolean;
  onCreated: (course: Course) => void;
}) {
  const draft = useDraft(`course.${props.courseId}`, props.initial, toCourseDraft, draftsEqual);
  const saveState = useSaveState();
  const { status } = saveState;
  // What was checked or sent last, to which the errors belong.
  const [checked, setChecked] = useState(draft.value);
  const [theirs, setTheirs] = useState<Course | null>(null);
  const [view, setView] = useState(INITIAL_VIEW);
  const isNew = draft.base === null;
  const { value, change } = draft;
  const errors = remainingErrors(saveState.errors, checked, value, isNew);
  useTitle(isNew ? t("course_form.new") : t("course_form.edit", { title: draft.base.title }));

  const save = async (overwrite: boolean) => {
    const found = courseErrors(value, isNew);
    setTheirs(null);
    if (found.length > 0) {
      setChecked(value);
      saveState.fail(found);
      return;
    }
    const sent = withIds(value);
    setChecked(sent);
    saveState.start();
    // New lessons keep their IDs from the first attempt on: its response may be lost although the course was stored.
    change(withIds);
    try {
      const outcome = await saveCourse(sent, draft.base, overwrite);
      if (outcome.kind === "saved") {
        draft.rebase(outcome.course, (before) => mergeSaved(before, outcome.course));
        saveState.succeed();
        if (isNew) props.onCreated(outcome.course);
      } else if (outcome.kind === "conflict") {
        setTheirs(outcome.theirs);
        saveState.fail([]);
      } else saveState.fail([duplicateIdError(outcome.theirs)]);
    } catch (error) {
      saveState.fail(fieldErrors(error, sent), error);
    }
  };
  const discard = () => {
    draft.discard();
    saveState.reset(t("course_form.discarded"));
  };
  const edit: typeof change = (update) => {
    change(update);
    saveState.markEdited();
  };
  const reveal = (path: string) => {
    const key = entryKeyOf(path);
    if (key) setView({ page: pageOf(value.entries, key), query: "" });
  };

  const sentences = draft.base && parsePercentages(value) ? consequences(draft.base, toInput(value)) : [];

  return (
    <div class="stack manage">
      <form
        class="stack manage"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (status !== "saving" && (draft.changed || isNew)) void save(false);
        }}
      >
        {isNew ? (
          <header class="stack">
            <Breadcrumbs links={[{ to: "/teach", name: t("layout.teaching") }]} />
            <h1>{t("course_form.new")}</h1>
          </header>
        ) : (
          <CourseHeader courseId={props.courseId} current="course" heading={draft.base.title} />
        )}
        {draft.restored && <RestoredNotice onDiscard={discard} />}
        {props.isJustCreated && !draft.changed && <CreatedNotice courseId={props.courseId} />}
        <ErrorSummary errors={errors} failures={saveState.failures} reveal={reveal} />
        {/* What is typed while a course is being created would be lost on the redirect to its URL. */}
        <fieldset class="stack" disabled={isNew && status === "saving"}>
          <CourseFields draft={value} isNew={isNew} errors={errors} change={edit} />
          <LessonsEditor
            entries={value.entries}
            errors={errors}
            view={view}
            setView={setView}
            change={(update) => edit((before) => ({ ...before, entries: update(before.entries) }))}
          />
          <RuleFields draft={value} errors={errors} change={edit} />
          <InstructorsField draft={value} errors={errors} change={edit} />
        </fieldset>
        {sentences.length > 0 && <Consequences sentences={sentences} />}
        <SaveBar
          changed={draft.changed}
          status={status}
          isNew={isNew}
          onDiscard={discard}
          failure={saveState.failure}
          onRetry={() => void save(false)}
        >
          {sentences.length > 0 && <a href={`#${CONSEQUENCES_ID}`}>{t("course_form.consequences_link")}</a>}
        </SaveBar>
        <ConflictDialog
          open={theirs !== null}
          onOverwrite={() => void save(true)}
          onUseTheirs={() => {
            if (theirs) draft.rebase(theirs, () => toDraft(theirs));
            setTheirs(null);
            saveState.reset(t("course_form.theirs_shown"));
          }}
          onClose={() => setTheirs(null)}
        >
          {theirs && (
            <p>{rich("course_form.theirs", { title: <bdi>{theirs.title}</bdi>, count: theirs.lessons.length })}</p>
          )}
        </ConflictDialog>
      </form>
      {draft.base !== null && (
        <Changes of={`course ${props.courseId}`} revision={draft.base.version} load={changesOfCourse(props.courseId)} />
      )}
    </div>
  );
}

function Consequences({ sentences }: { sentences: readonly string[] }) {
  return (
    <section class="card consequences" aria-labelledby={CONSEQUENCES_ID}>
      <h2 id={CONSEQUENCES_ID}>{t("course_form.consequences")}</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

function CreatedNotice({ courseId }: { courseId: string }) {
  return (
    <div class="notice notice-good">
      <p>{t("course_form.created")}</p>
      <a class="button" href={`/manage/${encodeURIComponent(courseId)}/certificate`}>
        {t("course_form.set_up_certificate")}
      </a>
    </div>
  );
}

function duplicateIdError(theirs: Course): FieldError {
  return fieldError(fieldPaths.courseId, t("course_form.id_taken", { title: theirs.title }));
}
