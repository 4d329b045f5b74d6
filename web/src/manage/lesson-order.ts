// Reordering lessons. Removed lessons stay in the list, but have no position.
import type { LessonDraft } from "./course-draft";

type Lessons = readonly LessonDraft[];

/** A lesson's position among those not removed, from 1. */
export function positionOf(lessons: Lessons, key: string): number {
  return lessons.filter((lesson) => !lesson.removed).findIndex((lesson) => lesson.key === key) + 1;
}

/** The lessons with one moved to a position from 1, clamped to the list. */
export function moveLesson(lessons: Lessons, key: string, position: number): Lessons {
  const moved = lessons.find((lesson) => lesson.key === key);
  if (!moved || moved.removed) return lessons;
  const others = lessons.filter((lesson) => lesson.key !== key);
  const activeIndexes = others.flatMap((lesson, index) => (lesson.removed ? [] : [index]));
  const after = Math.min(Math.max(position, 1), activeIndexes.length + 1) - 2;
  // Directly after the lesson that precedes it then; removed lessons stay behind their predecessors.
  const insertAfter = after < 0 ? -1 : (activeIndexes[after] ?? -1);
  return [...others.slice(0, insertAfter + 1), moved, ...others.slice(insertAfter + 1)];
}
