// A completion rule in sentences, for learners and for admins who edit it.
import { pluralize } from "./format";
import type { Schemas } from "../api/client";

type Rule = Schemas["CompletionRule"];
type Lesson = Pick<Schemas["Lesson"], "lesson_id" | "title" | "kind">;

const ALL = 100;
// With more titles the sentence becomes unreadable; the lessons themselves are marked as required.
const MAX_TITLES = 3;

/**
 * Describe when a video counts as complete, and when the course does.
 *
 * @param lessons the published ones, in course order.
 * @returns One sentence each; what does not apply to these lessons is left out.
 */
export function describeRule(rule: Rule, lessons: readonly Lesson[]): string[] {
  if (lessons.length === 0) return ["This course has no published lessons yet, so it cannot be completed."];
  const sentences = [];
  if (lessons.some((lesson) => lesson.kind === "video")) sentences.push(videoSentence(rule.lesson_watch_percent));
  sentences.push(courseSentence(rule, lessons));
  return sentences;
}

/** How many lessons the rule's `course_percent` requires, rounded up to whole lessons. */
export function requiredLessonCount(rule: Rule, lessons: number): number {
  return Math.ceil((lessons * rule.course_percent) / ALL);
}

function videoSentence(percent: number): string {
  return `A video is complete once ${percent >= ALL ? "all" : `${percent}%`} of it has been played.`;
}

function courseSentence(rule: Rule, lessons: readonly Lesson[]): string {
  const needed = requiredLessonCount(rule, lessons.length);
  // When every lesson is needed, required lessons add nothing.
  if (needed >= lessons.length) return "The course is complete once every lesson is complete.";
  const required = lessons.filter((lesson) => rule.required_lessons.includes(lesson.lesson_id));
  // Required lessons that reach the percentage by themselves are the whole rule.
  if (required.length > 0 && required.length >= needed)
    return `The course is complete once ${titleList(required)} ${isOrAre(required.length)} complete.`;
  const count = `${needed} of its ${lessons.length} lessons (${rule.course_percent}%) ${isOrAre(needed)} complete`;
  return `The course is complete once ${count}${required.length > 0 ? `, including ${titleList(required)}` : ""}.`;
}

function isOrAre(count: number): string {
  return count === 1 ? "is" : "are";
}

function titleList(required: readonly Lesson[]): string {
  if (required.length > MAX_TITLES) return `the ${pluralize(required.length, "required lesson")}`;
  const titles = required.map((lesson) => `“${lesson.title}”`);
  return titles.length < 2 ? titles.join("") : `${titles.slice(0, -1).join(", ")} and ${titles.at(-1) ?? ""}`;
}
