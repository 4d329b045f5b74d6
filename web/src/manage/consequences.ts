// What a change of a course means for its learners, said before it is saved.
import type { Schemas } from "../api/client";
import { pluralize } from "../ui/format";

type Before = Schemas["Course"];
type After = Schemas["CourseInput"];
type Rule = Schemas["CompletionRule"];

/**
 * Say what a change means for learners and their certificates.
 *
 * @returns One sentence for each change that they could notice; none when there is no such change.
 */
export function consequences(before: Before, after: After): string[] {
  const progressChanges = [...lessonsChanged(before, after), ...ruleChanged(before, after)];
  return [
    ...courseChanged(before, after),
    ...progressChanges,
    ...(progressChanges.length > 0
      ? ["What was reached is never taken back: completed lessons, completed courses and certificates stay."]
      : []),
  ];
}

function courseChanged(before: Before, after: After): string[] {
  const sentences = [];
  if (!before.published && after.published) sentences.push("Learners see the course.");
  if (before.published && !after.published)
    sentences.push("Learners no longer see the course and its certificate. What they have reached is kept for later.");
  if (before.title !== after.title)
    sentences.push("New certificates have the new title; those that were issued keep the old one.");
  if (before.slug !== after.slug) sentences.push("The course gets a new address. Links to the old one no longer work.");
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
      `${pluralize(published, "lesson counts", "lessons count")} from now on. ` +
        `To learners who have completed the course ${published === 1 ? "it is new, and takes" : "they are new, and take"} nothing away.`,
    );
  if (unpublished > 0)
    sentences.push(
      `${pluralize(unpublished, "lesson no longer counts", "lessons no longer count")}. Learners who lacked nothing else complete the course. ` +
        `Progress in ${unpublished === 1 ? "it" : "them"} is kept, and counts again if ${unpublished === 1 ? "it is" : "they are"} put back.`,
    );
  if (kinds > 0)
    sentences.push(
      `${pluralize(kinds, "lesson is", "lessons are")} of another kind. Learners who have completed ${kinds === 1 ? "it" : "them"} keep that.`,
    );
  if (lengths > 0)
    sentences.push(
      `${pluralize(lengths, "video has", "videos have")} another length. What was watched counts as the same share of it.`,
    );
  return sentences;
}

function ruleChanged(before: Before, after: After): string[] {
  const rule = before.completion_rule;
  const updated: Rule = { ...rule, ...after.completion_rule };
  const sentences = [];
  if (updated.lesson_watch_percent < rule.lesson_watch_percent)
    sentences.push("Videos count earlier. Those that learners have already watched far enough count at once.");
  if (updated.lesson_watch_percent > rule.lesson_watch_percent)
    sentences.push("Videos count later. Those that already count for a learner go on counting.");
  const removed = rule.required_lessons.filter((id) => !updated.required_lessons.includes(id)).length;
  const added = updated.required_lessons.filter((id) => !rule.required_lessons.includes(id)).length;
  if (updated.course_percent < rule.course_percent || removed > 0)
    sentences.push("The rule asks for less. Learners who are that far complete the course at once.");
  if (updated.course_percent > rule.course_percent || added > 0)
    sentences.push("The rule asks for more, of those who have not completed the course yet.");
  return sentences;
}
