// Maps errors of the API to the fields of the course form.
import { ProblemError } from "../api/client";
import { key, locale, type PlainKey, t } from "../texts/texts";
import type { CourseDraft } from "./course-draft";
import {
  apiMessage,
  readableMessage,
  type ErrorLocation,
  toWording,
  type Wording,
  uniqueErrors,
  validationErrors,
  type FieldError,
} from "./field-errors";
import { activeLessons, isRequired } from "./lesson-drafts";

/** The paths of fields; those of a lesson or a section contain its key. */
export const fieldPaths = {
  title: "title",
  slug: "slug",
  courseId: "course_id",
  language: "language",
  description: "description",
  picture: "picture_url",
  lessons: "lessons",
  watchPercent: "lesson_watch_percent",
  coursePercent: "course_percent",
  instructors: "instructors",
  lesson: (key: string, field: LessonField) => `lesson/${key}/${field}`,
  section: (key: string) => `section/${key}/title`,
};

/** The key of the lesson or section that a path belongs to. */
export function entryKeyOf(path: string): string | undefined {
  return /^(?:lesson|section)\/(.*)\/[a-z_]+$/.exec(path)?.[1];
}

/** The fields of a lesson, by their names in the API. */
export type LessonField =
  | "title"
  | "kind"
  | "duration_seconds"
  | "video_url"
  | "captions_url"
  | "article_url"
  | "lesson_id"
  | "published"
  | "required";

// Small within “Lesson 3, title”, and with a capital by themselves.
const LABELS: Readonly<Record<string, PlainKey>> = {
  title: key("course_errors.title"),
  kind: key("course_errors.kind"),
  duration_seconds: key("course_errors.length"),
  section: key("course_errors.section_in_list"),
  video_url: key("course_errors.video"),
  captions_url: key("course_errors.captions"),
  article_url: key("course_errors.article"),
  lesson_id: key("course_errors.lesson_id"),
  published: key("course_errors.published"),
  required: key("course_errors.required"),
  slug: key("course_errors.slug"),
  language: key("course_errors.language"),
  course_id: key("course_errors.course_id"),
  description: key("course_errors.description"),
  picture_url: key("course_errors.picture"),
  lessons: key("course_errors.lessons"),
  lesson_watch_percent: key("course_errors.watch_percent"),
  course_percent: key("course_errors.course_percent"),
  instructors: key("course_errors.instructors"),
};

/** What is right for each field. */
const MESSAGES: Readonly<Record<string, PlainKey>> = {
  title: key("course_errors.wrong_title"),
  slug: key("course_errors.wrong_slug"),
  course_id: key("course_errors.wrong_id"),
  lesson_id: key("course_errors.wrong_id"),
  duration_seconds: key("course_errors.wrong_length"),
  section: key("course_errors.wrong_title"),
  description: key("course_errors.wrong_description"),
  lesson_watch_percent: key("course_errors.wrong_percent"),
  course_percent: key("course_errors.wrong_percent"),
  lessons: key("course_errors.too_many_lessons"),
  instructors: key("course_errors.wrong_instructors"),
};

/** What is right for a field; empty where that is not known. */
export function messageFor(field: string): string {
  const message = MESSAGES[field];
  return message === undefined ? "" : t(message);
}

/** In the editor's URL, in place of a course ID, for a new course. */
export const NEW_COURSE_ID = "new";
/** What IDs of courses and lessons look like. */
export const ID_PATTERN = /^[A-Za-z0-9_.:@-]{1,128}$/;

/** The error in the ID of a new course, checked here because it is part of the request's URL. */
export function courseIdError(courseId: string): FieldError | undefined {
  if (courseId === NEW_COURSE_ID) return fieldError(fieldPaths.courseId, t("course_errors.id_reserved"));
  return ID_PATTERN.test(courseId) ? undefined : fieldError(fieldPaths.courseId, messageFor("course_id"));
}

/** The field errors of a failed save; empty when the error belongs to no field. */
export function fieldErrors(error: unknown, draft: CourseDraft): FieldError[] {
  if (error instanceof ProblemError && error.code === "slug_taken")
    return [fieldError(fieldPaths.slug, t("course_errors.slug_taken"))];
  return uniqueErrors(validationErrors(error).map(({ location, message }) => toFieldError(location, message, draft)));
}

/** An error at a field of the course itself. */
export function fieldError(path: string, error: string | Wording): FieldError {
  return { path, label: capitalize(labelOf(path)), ...toWording(error) };
}

function toFieldError(location: ErrorLocation, message: string, draft: CourseDraft): FieldError {
  const [outer, index, inner] = location;
  if (outer === "completion_rule" && index === "required_lessons") return requiredLessonError(location, message, draft);
  if (outer === "completion_rule" && typeof index === "string") return readableFieldError(index, message);
  if (outer === "lessons" && typeof index === "number") return lessonError(index, inner, message, draft);
  return typeof outer === "string"
    ? readableFieldError(outer, message)
    : { path: "", label: t("course"), ...apiMessage(message) };
}

/** An error at a field of a lesson, whose index counts from 0. */
export function lessonFieldError(
  lessonKey: string,
  index: number,
  field: LessonField,
  error: string | Wording,
): FieldError {
  const label = t("course_errors.lesson_field", { number: index + 1, field: labelOf(field) });
  return { path: fieldPaths.lesson(lessonKey, field), label, ...toWording(error) };
}

function lessonError(index: number, field: unknown, message: string, draft: CourseDraft): FieldError {
  const lesson = activeLessons(draft.entries)[index];
  if (!lesson) return fieldError(fieldPaths.lessons, apiMessage(message));
  if (field === "section") return sectionError(lesson.key, message, draft);
  // An error of the lesson as a whole means that a video lacks its length.
  const name = typeof field === "string" && field in LABELS ? (field as LessonField) : "duration_seconds";
  return lessonFieldError(lesson.key, index, name, readableMessage(message, MESSAGES[name]));
}

/** The title of a section is sent with each of its lessons. */
function sectionError(lessonKey: string, message: string, draft: CourseDraft): FieldError {
  const index = draft.entries.findIndex((entry) => entry.key === lessonKey);
  const heading = draft.entries.slice(0, index).findLast((entry) => entry.kind === "section");
  const path = heading ? fieldPaths.section(heading.key) : fieldPaths.lessons;
  return { path, label: t("course_errors.section"), ...readableMessage(message, MESSAGES.section) };
}

function requiredLessonError(location: ErrorLocation, message: string, draft: CourseDraft): FieldError {
  const lessons = activeLessons(draft.entries);
  const lesson = lessons.filter(isRequired)[Number(location[2])];
  if (!lesson) return fieldError(fieldPaths.lessons, apiMessage(message));
  return lessonFieldError(lesson.key, lessons.indexOf(lesson), "required", apiMessage(message));
}

function readableFieldError(field: string, message: string): FieldError {
  return fieldError(field, readableMessage(message, MESSAGES[field]));
}

function labelOf(field: string): string {
  const label = LABELS[field];
  return label === undefined ? "" : t(label);
}

function capitalize(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase(locale()) + text.slice(1);
}
