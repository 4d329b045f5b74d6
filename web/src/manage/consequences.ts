// How saving a course would affect its learners, shown before saving.
import type { Schemas } from "../api/client";
import { t } from "../texts/texts";

type Before = Schemas["Course"];
type After = Schemas["CourseInput"];
type Rule = Schemas["CompletionRule"];

/**
 * Describe how a change affects learners and their certificates.
 *
 * @returns one sentence for each change that learners could notice; empty for none.
 */
export function consequences(before: Before, after: After): string[] {
  const progressChanges = [...lessonsChanged(before, after), ...ruleChanged(before, after)];
  return [
    ...courseChanged(before, after),
    ...progressChanges,
    ...(progressChanges.length > 0 ? [t("consequences.never_taken")] : []),
  ];
}

function courseChanged(before: Before, after: After): string[] {
  const sentences = [];
  if (!before.published && after.published) sentences.push(t("consequences.published"));
  if (before.published && !after.published) sentences.push(t("consequences.unpublished"));
  if (before.title !== after.title) sentences.push(t("consequences.title"));
  if (before.slug !== after.slug) sentences.push(t("consequences.slug"));
  return sentences;
}

function lessonsChanged(before: Before, after: After): string[] {
  const old = new Map(before.lessons.map((lesson) => [lesson.lesson_id, lesson]));
  const now = new Map(after.lessons.map((lesson) => [lesson.lesson_id, lesson]));
  const published = after.lessons.filter((lesson) => lesson.published && !old.get(lesson.lesson_id)?.published).length;
  const unpublished = before.lessons.filter(
    (lesson) => lesson.published && !now.get(lesson.lesson_id)?.published,
  ).length;
  const kept = before.lessons.flatMap((lesson) => {
    const updated = now.get(lesson.lesson_id);
    return updated ? [{ lesson, updated }] : [];
  });
  const kinds = kept.filter(({ lesson, updated }) => lesson.kind !== updated.kind).length;
  const lengths = kept.filter(
    ({ lesson, updated }) =>
      lesson.kind === "video" && updated.kind === "video" && lesson.duration_seconds !== updated.duration_seconds,
  ).length;
  const sentences = [];
  if (published > 0) sentences.push(t("consequences.lessons_published", { count: published }));
  if (unpublished > 0) sentences.push(t("consequences.lessons_unpublished", { count: unpublished }));
  if (kinds > 0) sentences.push(t("consequences.kinds", { count: kinds }));
  if (lengths > 0) sentences.push(t("consequences.lengths", { count: lengths }));
  return sentences;
}

function ruleChanged(before: Before, after: After): string[] {
  const rule = before.completion_rule;
  const updated: Rule = { ...rule, ...after.completion_rule };
  const sentences = [];
  if (updated.lesson_watch_percent < rule.lesson_watch_percent) sentences.push(t("consequences.watch_less"));
  if (updated.lesson_watch_percent > rule.lesson_watch_percent) sentences.push(t("consequences.watch_more"));
  const removed = rule.required_lessons.filter((id) => !updated.required_lessons.includes(id)).length;
  const added = updated.required_lessons.filter((id) => !rule.required_lessons.includes(id)).length;
  if (updated.course_percent < rule.course_percent || removed > 0) sentences.push(t("consequences.requires_less"));
  if (updated.course_percent > rule.course_percent || added > 0) sentences.push(t("consequences.requires_more"));
  return sentences;
}
