// What a change of a course means for its learners, said before it is saved.
import type { Schemas } from "../api/client";
import { counted } from "../ui/text";

type Before = Schemas["Course"];
type After = Schemas["CourseInput"];
type Rule = Schemas["CompletionRule"];

/**
 * Say what a change means for learners and their certificates.
 *
 * @returns One sentence for each change that they could notice; none when there is no such change.
 */
export function consequences(before: Before, after: After): string[] {
  const asked = [...lessonsChanged(before, after), ...ruleChanged(before, after)];
  return [
    ...courseChanged(before, after),
    ...asked,
    ...(asked.length > 0
      ? ["What was reached is never taken back: completed lessons, completed courses and certificates stay."]
      : []),
  ];
}

function courseChanged(before: Before, after: After): string[] {
  const said = [];
  if (!before.published && after.published) said.push("Learners see the course.");
  if (before.published && !after.published)
    said.push("Learners no longer see the course and its certificate. What they have reached is kept for later.");
  if (before.title !== after.title)
    said.push("New certificates have the new title; those that were issued keep the old one.");
  if (before.slug !== after.slug) said.push("The course gets a new address. Links to the old one no longer work.");
  return said;
}

function lessonsChanged(before: Before, after: After): string[] {
  const old = new Map(before.lessons.map((lesson) => [lesson.lesson_id, lesson]));
  const now = new Map(after.lessons.map((lesson) => [lesson.lesson_id, lesson]));
  const more = after.lessons.filter((lesson) => lesson.published && !old.get(lesson.lesson_id)?.published).length;
  const less = before.lessons.filter((lesson) => lesson.published && !now.get(lesson.lesson_id)?.published).length;
  const kept = before.lessons.flatMap((lesson) => {
    const later = now.get(lesson.lesson_id);
    return later ? [{ lesson, later }] : [];
  });
  const kinds = kept.filter(({ lesson, later }) => lesson.kind !== later.kind).length;
  const lengths = kept.filter(
    ({ lesson, later }) =>
      lesson.kind === "video" && later.kind === "video" && lesson.duration_seconds !== later.duration_seconds,
  ).length;
  const said = [];
  if (more > 0)
    said.push(
      `${counted(more, "lesson counts", "lessons count")} from now on. ` +
        `To learners who have completed the course ${more === 1 ? "it is new, and takes" : "they are new, and take"} nothing away.`,
    );
  if (less > 0)
    said.push(
      `${counted(less, "lesson no longer counts", "lessons no longer count")}. Learners who lacked nothing else complete the course. ` +
        `Progress in ${less === 1 ? "it" : "them"} is kept, and counts again if ${less === 1 ? "it is" : "they are"} put back.`,
    );
  if (kinds > 0)
    said.push(
      `${counted(kinds, "lesson is", "lessons are")} of another kind. Learners who have completed ${kinds === 1 ? "it" : "them"} keep that.`,
    );
  if (lengths > 0)
    said.push(
      `${counted(lengths, "video has", "videos have")} another length. What was watched counts as the same share of it.`,
    );
  return said;
}

function ruleChanged(before: Before, after: After): string[] {
  const rule = before.completion_rule;
  const later: Rule = { ...rule, ...after.completion_rule };
  const said = [];
  if (later.lesson_watch_percent < rule.lesson_watch_percent)
    said.push("Videos count earlier. Those that learners have already watched far enough count at once.");
  if (later.lesson_watch_percent > rule.lesson_watch_percent)
    said.push("Videos count later. Those that already count for a learner go on counting.");
  const removed = rule.required_lessons.filter((id) => !later.required_lessons.includes(id)).length;
  const added = later.required_lessons.filter((id) => !rule.required_lessons.includes(id)).length;
  if (later.course_percent < rule.course_percent || removed > 0)
    said.push("The rule asks for less. Learners who are that far complete the course at once.");
  if (later.course_percent > rule.course_percent || added > 0)
    said.push("The rule asks for more, of those who have not completed the course yet.");
  return said;
}
