// A completion rule in sentences, for learners and for admins who edit it.
import { t } from "../texts/texts";
import { formatList, formatPercent } from "./format";
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
  if (lessons.length === 0) return [t("rule.no_lessons")];
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
  return percent >= ALL ? t("rule.video_all") : t("rule.video_percent", { percent: formatPercent(percent) });
}

function courseSentence(rule: Rule, lessons: readonly Lesson[]): string {
  const needed = requiredLessonCount(rule, lessons.length);
  // When every lesson is needed, required lessons add nothing.
  if (needed >= lessons.length) return t("rule.every");
  const required = lessons.filter((lesson) => rule.required_lessons.includes(lesson.lesson_id));
  const count = required.length;
  const titles = count > MAX_TITLES ? null : formatList(required.map(({ title }) => t("quoted", { title })));
  // Required lessons that reach the percentage by themselves are the whole rule.
  if (count > 0 && count >= needed)
    return titles === null ? t("rule.required", { count }) : t("rule.titles", { count, titles });
  const share = { needed, lessons: lessons.length, percent: formatPercent(rule.course_percent) };
  if (count === 0) return t("rule.count", share);
  return titles === null ? t("rule.count_required", { ...share, count }) : t("rule.count_titles", { ...share, titles });
}
