// How saving a course would affect its learners, shown before saving.
import type { Schemas } from "../api/client";
import { pluralize } from "../ui/format";

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
    ...(progressChanges.length > 0
      ? ["Completed lessons, completed courses and issued certificates are never taken away."]
      : []),
  ];
}

function courseChanged(before: Before, after: After): string[] {
  const sentences = [];
  if (!before.published && after.published) sentences.push("Learners will be able to see this course.");
  if (before.published && !after.published)
    sentences.push("Learners will no longer see this course or its certificate. Their progress is kept.");
  if (before.title !== after.title)
    sentences.push("New certificates will show the new title. Certificates already issued keep the old one.");
  if (before.slug !== after.slug)
    sentences.push("The course’s URL will change. Links to the old URL will stop working.");
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
  if (published > 0)
    sentences.push(
      `${pluralize(published, "lesson")} will count from now on. ` +
        `Learners who have completed the course stay complete and see ${published === 1 ? "it" : "them"} marked as new.`,
    );
  if (unpublished > 0)
    sentences.push(
      `${pluralize(unpublished, "lesson")} will no longer count. Learners who have completed everything else will complete the course. ` +
        `Progress in ${unpublished === 1 ? "it" : "them"} is kept and will count again if you add ${unpublished === 1 ? "it" : "them"} back.`,
    );
  if (kinds > 0)
    sentences.push(
      `${pluralize(kinds, "lesson")} will change type. Learners who have completed ${kinds === 1 ? "it" : "them"} keep the completion.`,
    );
  if (lengths > 0)
    sentences.push(
      `${pluralize(lengths, "video")} will change length. Learners keep the percentage they have watched.`,
    );
  return sentences;
}

function ruleChanged(before: Before, after: After): string[] {
  const rule = before.completion_rule;
  const updated: Rule = { ...rule, ...after.completion_rule };
  const sentences = [];
  if (updated.lesson_watch_percent < rule.lesson_watch_percent)
    sentences.push("Videos will be complete earlier, including those that learners have already watched far enough.");
  if (updated.lesson_watch_percent > rule.lesson_watch_percent)
    sentences.push("Learners will have to watch more of each video. Videos they have completed stay complete.");
  const removed = rule.required_lessons.filter((id) => !updated.required_lessons.includes(id)).length;
  const added = updated.required_lessons.filter((id) => !rule.required_lessons.includes(id)).length;
  if (updated.course_percent < rule.course_percent || removed > 0)
    sentences.push("Less is required to complete the course. Learners who already meet the new rule will complete it.");
  if (updated.course_percent > rule.course_percent || added > 0)
    sentences.push("More is required to complete the course, for learners who have not completed it yet.");
  return sentences;
}
