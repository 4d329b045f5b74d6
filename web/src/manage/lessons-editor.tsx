import { useEffect, useRef } from "preact/hooks";

import { announce } from "../ui/announcer";
import { counted } from "../ui/text";
import { type LessonDraft, newLesson } from "./course-draft";
import { paths } from "./course-wrong";
import { Plus } from "./icons";
import { movedTo, placeOf } from "./lesson-order";
import { controlIds, LESSON, type LessonActions } from "./lesson-actions";
import { LessonParts, LESSONS_A_PART } from "./lesson-parts";
import { LessonRow } from "./lesson-row";
import { RemovedLesson } from "./removed-lesson";
import { fieldId, type Wrong, wrongAt } from "./wrong";

const MOST_LESSONS = 1000;

type Lessons = readonly LessonDraft[];

/** What is shown of a long list. */
export interface View {
  /** Which fifty, from 0 on. */
  readonly part: number;
  /** Only lessons that have this in their title or id. */
  readonly sought: string;
}

/** The view of a list from its beginning. */
export const WHOLE: View = { part: 0, sought: "" };

/** All lessons of a course, in order; the view is kept by the page, which leads to lessons where something is wrong. */
export function LessonsEditor(props: {
  lessons: Lessons;
  wrongs: readonly Wrong[];
  change: (update: (lessons: Lessons) => Lessons) => void;
  view: View;
  setView: (view: View) => void;
}) {
  const { lessons, wrongs, change, setView } = props;
  const { sought } = props.view;
  const focusOn = useFocusAfterDrawing();
  const inCourse = lessons.filter((lesson) => !lesson.removed);
  const long = inCourse.length > LESSONS_A_PART;
  const found = long && sought.trim() ? lessons.filter((lesson) => speaksOf(lesson, sought)) : lessons;
  const parts = Math.max(1, Math.ceil(found.length / LESSONS_A_PART));
  const part = Math.min(props.view.part, parts - 1);
  const shown = found.slice(part * LESSONS_A_PART, (part + 1) * LESSONS_A_PART);
  const places = new Map(inCourse.map((lesson, index) => [lesson.key, index + 1]));

  const actions: LessonActions = {
    change: (key, changed) =>
      change((before) => before.map((lesson) => (lesson.key === key ? { ...lesson, ...changed } : lesson))),
    move: (key, place, by) => {
      const after = movedTo(lessons, key, place);
      change((before) => movedTo(before, key, place));
      if (found === lessons) setView({ part: partOf(after, key), sought });
      focusOn(by);
      announce(`Place ${placeOf(after, key)} of ${inCourse.length}`);
    },
    remove: (key, removed) => {
      change((before) => before.map((lesson) => (lesson.key === key ? { ...lesson, removed } : lesson)));
      focusOn(removed ? controlIds.undo(key) : controlIds.remove(key));
      announce(removed ? "Removed. It can be put back until the course is saved." : "Put back.");
    },
  };

  const add = () => {
    const lesson = newLesson(crypto.randomUUID());
    change((before) => [...before, lesson]);
    setView({ part: Math.floor(lessons.length / LESSONS_A_PART), sought: "" });
    focusOn(fieldId(paths.lesson(lesson.key, "title")));
  };

  return (
    <section class="card stack" aria-labelledby="lessons">
      <div>
        <h2 id="lessons">Lessons</h2>
        <p class="hint" id={fieldId(paths.lessons)} tabIndex={-1}>
          Learners see the published ones, in this order. A lesson’s id is made from its title when it is first saved,
          and stays: progress hangs on it.
        </p>
        {wrongAt(wrongs, paths.lessons) && <p class="wrong">{wrongAt(wrongs, paths.lessons)}</p>}
      </div>
      {long && (
        <LessonParts
          part={part}
          parts={parts}
          found={found.length}
          sought={sought}
          onSeek={(text) => setView({ part: 0, sought: text })}
          onPart={(wanted) => setView({ part: wanted, sought })}
        />
      )}
      {lessons.length === 0 && <p class="faint">There is no lesson yet.</p>}
      {shown.length > 0 && (
        <ol class="edited-lessons" role="list">
          {shown.map((lesson) => (
            <li
              key={lesson.key}
              onDragOver={(event) => {
                if (event.dataTransfer?.types.includes(LESSON)) event.preventDefault();
              }}
              onDrop={(event) => {
                const key = event.dataTransfer?.getData(LESSON);
                if (!key) return;
                event.preventDefault();
                actions.move(key, places.get(lesson.key) ?? 1, controlIds.up(key));
              }}
            >
              {lesson.removed ? (
                <RemovedLesson lesson={lesson} actions={actions} />
              ) : (
                <LessonRow
                  lesson={lesson}
                  place={places.get(lesson.key) ?? 0}
                  last={inCourse.length}
                  long={long}
                  wrongs={wrongs}
                  actions={actions}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      <div class="beside">
        <button class="button" type="button" disabled={inCourse.length >= MOST_LESSONS} onClick={add}>
          <Plus /> Add a lesson
        </button>
        <p class="faint">
          {counted(inCourse.length, "lesson")}
          {inCourse.length >= MOST_LESSONS && ": a course has no more than 1,000"}
        </p>
      </div>
    </section>
  );
}

/** Which part of the list a lesson is in. */
export function partOf(lessons: Lessons, key: string): number {
  const index = lessons.findIndex((lesson) => lesson.key === key);
  return Math.max(0, Math.floor(index / LESSONS_A_PART));
}

function speaksOf(lesson: LessonDraft, sought: string): boolean {
  const words = sought.trim().toLocaleLowerCase();
  return lesson.title.toLocaleLowerCase().includes(words) || lesson.lesson_id.toLowerCase().includes(words);
}

/** Give a control the focus once what was asked for is drawn. */
function useFocusAfterDrawing(): (id: string) => void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    document.getElementById(wanted.current)?.focus();
    wanted.current = null;
  });
  return (id) => {
    wanted.current = id;
  };
}
