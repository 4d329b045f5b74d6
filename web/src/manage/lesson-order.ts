// The order of lessons while it is edited. Those that were taken out keep their place, and do not count.
import type { LessonDraft } from "./course-draft";

type Lessons = readonly LessonDraft[];

/** Where a lesson stands among those in the course, from 1 on. */
export function positionOf(lessons: Lessons, key: string): number {
  return lessons.filter((lesson) => !lesson.removed).findIndex((lesson) => lesson.key === key) + 1;
}

/** The lessons with one of them at another place, from 1 on; a place beyond an end is that end. */
export function moveLesson(lessons: Lessons, key: string, position: number): Lessons {
  const moved = lessons.find((lesson) => lesson.key === key);
  if (!moved || moved.removed) return lessons;
  const others = lessons.filter((lesson) => lesson.key !== key);
  const activeIndexes = others.flatMap((lesson, index) => (lesson.removed ? [] : [index]));
  const after = Math.min(Math.max(position, 1), activeIndexes.length + 1) - 2;
  // Right behind the lesson that comes before it then; taken out ones stay with what they stood behind.
  const insertAfter = after < 0 ? -1 : (activeIndexes[after] ?? -1);
  return [...others.slice(0, insertAfter + 1), moved, ...others.slice(insertAfter + 1)];
}
