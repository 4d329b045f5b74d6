// A completion rule, said in sentences: learners read what counts, admins what they have set.
import { pluralize } from "./format";
import type { Schemas } from "../api/client";

type Rule = Schemas["CompletionRule"];
type Lesson = Pick<Schemas["Lesson"], "lesson_id" | "title" | "kind">;

const ALL = 100;
// More titles than this make a sentence that nobody reads; the lessons themselves say that they are required.
const MAX_TITLES = 3;

/**
 * Say when a lesson counts, and when the course is complete.
 *
 * @param lessons the published ones, in course order.
 * @returns One sentence each; what does not apply to these lessons is left out.
 */
export function describeRule(rule: Rule, lessons: readonly Lesson[]): string[] {
  if (lessons.length === 0) return ["The course can be completed once it has a lesson."];
  const sentences = [];
  if (lessons.some((lesson) => lesson.kind === "video")) sentences.push(videoSentence(rule.lesson_watch_percent));
  sentences.push(courseSentence(rule, lessons));
  return sentences;
}

/** How many of so many lessons a rule's share asks for: rounded up to whole lessons. */
export function requiredLessonCount(rule: Rule, lessons: number): number {
  return Math.ceil((lessons * rule.course_percent) / ALL);
}

function videoSentence(percent: number): string {
  return `A video counts when ${percent >= ALL ? "all" : `${percent} %`} of it was played.`;
}

function courseSentence(rule: Rule, lessons: readonly Lesson[]): string {
  const needed = requiredLessonCount(rule, lessons.length);
  // Where all lessons are asked for, required ones are nothing more.
  if (needed >= lessons.length) return "The course is complete when all lessons are.";
  const required = lessons.filter((lesson) => rule.required_lessons.includes(lesson.lesson_id));
  const portion = `${needed} of its ${lessons.length} lessons ${needed === 1 ? "is" : "are"} (${rule.course_percent} %)`;
  if (required.length === 0) return `The course is complete when ${portion}.`;
  // As many required lessons as the share asks for, or more, meet it by themselves.
  if (required.length >= needed) return `The course is complete when ${titleList(required)} ${verb(required)}.`;
  return `The course is complete when ${portion}, ${titleList(required)} among them.`;
}

function verb(required: readonly Lesson[]): string {
  return required.length === 1 ? "is" : "are";
}

function titleList(required: readonly Lesson[]): string {
  if (required.length > MAX_TITLES) return `the ${pluralize(required.length, "required lesson")}`;
  const titles = required.map((lesson) => `“${lesson.title}”`);
  return titles.length < 2 ? titles.join("") : `${titles.slice(0, -1).join(", ")} and ${titles.at(-1) ?? ""}`;
}
