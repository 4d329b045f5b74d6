import { Check } from "../ui/icons";
import { LESSON_KINDS } from "../ui/lesson-kinds";
import { clock } from "../ui/text";
import type { LessonStanding } from "./course-state";
import type { LessonProps } from "./lesson";
import { lessonAddress } from "./lesson-list";

/** The ways to the lessons before and after. */
export function Beside({ course, lesson }: LessonProps) {
  const place = course.lessons.indexOf(lesson);
  const before = course.lessons[place - 1];
  const after = course.lessons[place + 1];
  const done = lesson.completed_at !== null;
  return (
    <nav class="study-beside" aria-label="Previous and next lesson">
      {before && (
        <a class="button" href={lessonAddress(course.slug, before.lesson_id)}>
          <span class="faint">Previous</span> <span dir="auto">{before.title}</span>
        </a>
      )}
      {after && (
        <a class={`button study-after ${done ? "button-main" : ""}`} href={lessonAddress(course.slug, after.lesson_id)}>
          <span class="faint">Next</span> <span dir="auto">{after.title}</span>
        </a>
      )}
    </nav>
  );
}

/** All lessons of the course, the open one marked. */
export function LessonsBeside({ course, lesson: open }: LessonProps) {
  return (
    <nav class="study-lessons" aria-labelledby="lessons">
      <h2 id="lessons">Lessons</h2>
      <p class="faint">
        {course.completed_lessons} of {course.published_lessons} complete
      </p>
      <ol>
        {course.lessons.map((lesson) => (
          <li key={lesson.lesson_id}>
            <a href={lessonAddress(course.slug, lesson.lesson_id)} aria-current={lesson === open ? "page" : undefined}>
              <Mark lesson={lesson} />
              <span class="study-name">
                <span dir="auto">{lesson.title}</span>
                <span class="faint">{said(lesson)}</span>
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Mark({ lesson }: { lesson: LessonStanding }) {
  const { Icon } = LESSON_KINDS[lesson.kind];
  return lesson.completed_at === null ? (
    <span class="study-mark">
      <Icon />
    </span>
  ) : (
    <span class="study-mark study-done">
      <Check />
    </span>
  );
}

function said(lesson: LessonStanding): string {
  const { word } = LESSON_KINDS[lesson.kind];
  const length = lesson.duration_seconds === null ? word : `${word}, ${clock(lesson.duration_seconds)}`;
  if (lesson.completed_at !== null) return `${length}, complete`;
  return lesson.percent_watched > 0 ? `${length}, ${lesson.percent_watched} % watched` : length;
}
