import { useEffect, useRef } from "preact/hooks";

import { announce } from "../ui/announcer";
import { pluralize } from "../ui/format";
import { type LessonDraft, newLesson } from "./course-draft";
import { fieldPaths } from "./course-errors";
import { Plus } from "./icons";
import { moveLesson, positionOf } from "./lesson-order";
import { controlIds, LESSON_DRAG_TYPE, type LessonActions } from "./lesson-actions";
import { LessonPagination, LESSONS_PER_PAGE } from "./lesson-pagination";
import { LessonRow } from "./lesson-row";
import { RemovedLesson } from "./removed-lesson";
import { fieldId, type FieldError, errorAt } from "./field-errors";

const MAX_LESSONS = 1000;

type Lessons = readonly LessonDraft[];

/** Which part of a long list is shown. */
export interface LessonsView {
  /** The page, from 0. */
  readonly page: number;
  /** Only lessons with this text in their title or ID. */
  readonly query: string;
}

/** The first page, unfiltered. */
export const INITIAL_VIEW: LessonsView = { page: 0, query: "" };

/** The lessons of a course in order. The parent owns the view, so that it can reveal lessons with errors. */
export function LessonsEditor(props: {
  lessons: Lessons;
  errors: readonly FieldError[];
  change: (update: (lessons: Lessons) => Lessons) => void;
  view: LessonsView;
  setView: (view: LessonsView) => void;
}) {
  const { lessons, errors, change, setView } = props;
  const { query } = props.view;
  const focusOn = useFocusAfterRender();
  const inCourse = lessons.filter((lesson) => !lesson.removed);
  const isLong = inCourse.length > LESSONS_PER_PAGE;
  const filtered = isLong && query.trim() ? lessons.filter((lesson) => matches(lesson, query)) : lessons;
  const pages = Math.max(1, Math.ceil(filtered.length / LESSONS_PER_PAGE));
  const page = Math.min(props.view.page, pages - 1);
  const shown = filtered.slice(page * LESSONS_PER_PAGE, (page + 1) * LESSONS_PER_PAGE);
  const positions = new Map(inCourse.map((lesson, index) => [lesson.key, index + 1]));

  const actions: LessonActions = {
    change: (key, changed) =>
      change((before) => before.map((lesson) => (lesson.key === key ? { ...lesson, ...changed } : lesson))),
    move: (key, position, controlId) => {
      const after = moveLesson(lessons, key, position);
      change((before) => moveLesson(before, key, position));
      if (filtered === lessons) setView({ page: pageOf(after, key), query });
      focusOn(controlId);
      announce(`Moved to position ${positionOf(after, key)} of ${inCourse.length}`);
    },
    remove: (key, removed) => {
      change((before) => before.map((lesson) => (lesson.key === key ? { ...lesson, removed } : lesson)));
      focusOn(removed ? controlIds.undo(key) : controlIds.remove(key));
      announce(removed ? "Lesson removed. You can undo this until you save." : "Lesson restored.");
    },
  };

  const add = () => {
    const lesson = newLesson(crypto.randomUUID());
    change((before) => [...before, lesson]);
    setView({ page: Math.floor(lessons.length / LESSONS_PER_PAGE), query: "" });
    focusOn(fieldId(fieldPaths.lesson(lesson.key, "title")));
  };

  return (
    <section class="card stack" aria-labelledby="lessons">
      <div>
        <h2 id="lessons">Lessons</h2>
        <p class="hint" id={fieldId(fieldPaths.lessons)} tabIndex={-1}>
          Learners see published lessons in this order. A lesson’s ID is created from its title when you first save it.
          It cannot be changed later, because learners’ progress is linked to it.
        </p>
        {errorAt(errors, fieldPaths.lessons) && <p class="field-error">{errorAt(errors, fieldPaths.lessons)}</p>}
      </div>
      {isLong && (
        <LessonPagination
          page={page}
          pages={pages}
          total={filtered.length}
          query={query}
          onQuery={(text) => setView({ page: 0, query: text })}
          onPage={(target) => setView({ page: target, query })}
        />
      )}
      {lessons.length === 0 && <p class="faint">No lessons yet.</p>}
      {shown.length > 0 && (
        <ol class="edited-lessons" role="list">
          {shown.map((lesson) => (
            <li
              key={lesson.key}
              onDragOver={(event) => {
                if (event.dataTransfer?.types.includes(LESSON_DRAG_TYPE)) event.preventDefault();
              }}
              onDrop={(event) => {
                const key = event.dataTransfer?.getData(LESSON_DRAG_TYPE);
                if (!key) return;
                event.preventDefault();
                actions.move(key, positions.get(lesson.key) ?? 1, controlIds.up(key));
              }}
            >
              {lesson.removed ? (
                <RemovedLesson lesson={lesson} actions={actions} />
              ) : (
                <LessonRow
                  lesson={lesson}
                  position={positions.get(lesson.key) ?? 0}
                  last={inCourse.length}
                  isLong={isLong}
                  errors={errors}
                  actions={actions}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      <div class="row">
        <button class="button" type="button" disabled={inCourse.length >= MAX_LESSONS} onClick={add}>
          <Plus /> Add a lesson
        </button>
        <p class="faint">
          {pluralize(inCourse.length, "lesson")}
          {inCourse.length >= MAX_LESSONS && " (the maximum)"}
        </p>
      </div>
    </section>
  );
}

/** The page that a lesson is on. */
export function pageOf(lessons: Lessons, key: string): number {
  const index = lessons.findIndex((lesson) => lesson.key === key);
  return Math.max(0, Math.floor(index / LESSONS_PER_PAGE));
}

function matches(lesson: LessonDraft, query: string): boolean {
  const words = query.trim().toLocaleLowerCase();
  return lesson.title.toLocaleLowerCase().includes(words) || lesson.lesson_id.toLowerCase().includes(words);
}

/** Focuses an element by ID after the next render. */
function useFocusAfterRender(): (id: string) => void {
  const target = useRef<string | null>(null);
  useEffect(() => {
    if (target.current === null) return;
    document.getElementById(target.current)?.focus();
    target.current = null;
  });
  return (id) => {
    target.current = id;
  };
}
