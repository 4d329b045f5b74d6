// What must be corrected before a course can be saved: all of it at once, and only as long as it is wrong.
import { mediaOrigins } from "../config";
import { t } from "../texts/texts";
import { type CourseDraft, isPercentage } from "./course-draft";
import { courseIdError, fieldError, fieldPaths, ID_PATTERN, lessonFieldError, messageFor } from "./course-errors";
import { parseDuration } from "./duration";
import type { FieldError } from "./field-errors";
import { instructorIds } from "./instructors";
import { activeLessons, emptySections, type LessonDraft } from "./lesson-drafts";
import { addressError } from "./media-address";

const MAX_TITLE_LENGTH = 200;
const MAX_DESCRIPTION_LENGTH = 1000;
const MAX_LESSONS = 1000;
const MAX_INSTRUCTORS = 20;
const MAX_SECONDS = 48 * 3600;
const SLUG_PATTERN = /^[a-z0-9-]{1,100}$/;
// As in the API, which allows those from U+0080.
const CONTROLS = /[^\P{Cc}\u0080-\u009f]/u;

/**
 * Find everything in a course that cannot be saved, in the order of the form.
 *
 * @param isNew whether its ID can still be chosen.
 */
export function courseErrors(
  draft: CourseDraft,
  isNew: boolean,
  origins: readonly string[] = mediaOrigins(),
): FieldError[] {
  const lessons = activeLessons(draft.entries);
  const ids = lessons.map((lesson) => lesson.lesson_id).sort();
  const duplicates = new Set(ids.filter((id, index) => id !== "" && id === ids[index + 1]));
  const wrong = (path: string, isWrong: boolean) => (isWrong ? [fieldError(path, messageFor(path))] : []);
  const idError = isNew ? courseIdError(draft.course_id) : undefined;
  const pictureError = addressError(draft.picture_url, origins);
  return [
    ...wrong(fieldPaths.title, !isTitle(draft.title)),
    ...wrong(fieldPaths.slug, !SLUG_PATTERN.test(draft.slug)),
    ...(idError ? [idError] : []),
    ...wrong(fieldPaths.description, !isDescription(draft.description)),
    ...(pictureError ? [fieldError(fieldPaths.picture, pictureError)] : []),
    ...wrong(fieldPaths.lessons, lessons.length > MAX_LESSONS),
    ...emptySections(draft.entries).map((section) => ({
      path: fieldPaths.section(section.key),
      label: t("course_errors.section"),
      message: t("course_errors.empty_section"),
    })),
    ...lessons.flatMap((lesson, index) => lessonErrors(lesson, index, duplicates, origins)),
    ...wrong(fieldPaths.watchPercent, !isPercentage(Number(draft.lesson_watch_percent))),
    ...wrong(fieldPaths.coursePercent, !isPercentage(Number(draft.course_percent))),
    ...wrong(fieldPaths.instructors, !areUserIds(instructorIds(draft.instructors))),
  ];
}

function lessonErrors(
  lesson: LessonDraft,
  index: number,
  duplicates: ReadonlySet<string>,
  origins: readonly string[],
): FieldError[] {
  const at = (field: Parameters<typeof lessonFieldError>[2], message = messageFor(field)) =>
    lessonFieldError(lesson.key, index, field, message);
  const seconds = parseDuration(lesson.duration);
  const media = (
    [
      ["video_url", "video"],
      ["captions_url", "video"],
      ["article_url", "article"],
    ] as const
  ).flatMap(([name, kind]) => {
    const error = lesson.kind === kind ? addressError(lesson[name], origins) : undefined;
    return error ? [at(name, error)] : [];
  });
  return [
    ...(isTitle(lesson.title) ? [] : [at("title")]),
    ...(lesson.kind !== "video" || (seconds !== null && seconds > 0 && seconds <= MAX_SECONDS)
      ? []
      : [at("duration_seconds")]),
    ...media,
    ...(lesson.lesson_id === "" || ID_PATTERN.test(lesson.lesson_id) ? [] : [at("lesson_id")]),
    ...(duplicates.has(lesson.lesson_id) && !lesson.stored
      ? [at("lesson_id", t("course_errors.lesson_id_taken"))]
      : []),
  ];
}

/**
 * The errors of the last attempt to save that still hold.
 *
 * One of the API holds as long as its field is as it was sent; one that is found here, as long as it is found.
 *
 * @param errors of that attempt.
 * @param sent the draft as it was then.
 * @param now the draft as it is.
 */
export function remainingErrors(
  errors: readonly FieldError[],
  sent: CourseDraft,
  now: CourseDraft,
  isNew: boolean,
  origins?: readonly string[],
): readonly FieldError[] {
  if (errors.length === 0 || sent === now) return errors;
  const found = new Map(courseErrors(now, isNew, origins).map((error) => [error.path, error]));
  const before = new Set(courseErrors(sent, isNew, origins).map((error) => error.path));
  return errors.flatMap((error) => {
    const current = found.get(error.path);
    if (current) return [current];
    const isSame = !before.has(error.path) && valueAt(sent, error.path) === valueAt(now, error.path);
    return isSame ? [error] : [];
  });
}

/** What is in the field of a path, as text; undefined where the field is gone. */
function valueAt(draft: CourseDraft, path: string): string | undefined {
  const [, key = "", field = ""] = /^lesson\/(.*)\/([a-z_]+)$/.exec(path) ?? [];
  if (path === fieldPaths.lessons) return String(draft.entries.length);
  if (!key) return JSON.stringify(path in draft ? draft[path as keyof CourseDraft] : undefined);
  const lesson = activeLessons(draft.entries).find((one) => one.key === key);
  if (field === "required") return lesson && `${lesson.required} ${lesson.published}`;
  const name = field === "duration_seconds" ? "duration" : field;
  return lesson && JSON.stringify([lesson.kind, lesson[name as keyof LessonDraft]]);
}

function isTitle(title: string): boolean {
  return title.trim() !== "" && Array.from(title).length <= MAX_TITLE_LENGTH && !CONTROLS.test(title);
}

function isDescription(text: string): boolean {
  return Array.from(text.trim()).length <= MAX_DESCRIPTION_LENGTH && !CONTROLS.test(text.replaceAll("\n", ""));
}

function areUserIds(ids: readonly string[]): boolean {
  return ids.length <= MAX_INSTRUCTORS && ids.every((id) => ID_PATTERN.test(id));
}
