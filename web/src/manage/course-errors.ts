// Maps errors of the API to the fields of the course form.
import { ProblemError } from "../api/client";
import type { CourseDraft } from "./course-draft";
import { readableMessage, type ErrorLocation, uniqueErrors, validationErrors, type FieldError } from "./field-errors";
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

const LABELS: Readonly<Record<string, string>> = {
  title: "title",
  kind: "type",
  duration_seconds: "length",
  section: "section",
  video_url: "address of the video",
  captions_url: "address of the captions",
  article_url: "address of the article",
  lesson_id: "ID",
  published: "published",
  required: "required",
  slug: "slug",
  language: "language of certificates",
  course_id: "course ID",
  description: "description",
  picture_url: "address of the picture",
  lessons: "lessons",
  lesson_watch_percent: "required share of each video",
  course_percent: "required share of lessons",
  instructors: "instructors",
};

/** What is right for each field. */
export const MESSAGES: Readonly<Record<string, string>> = {
  title: "Enter a title of at most 200 characters, without line breaks.",
  slug: "Use 1 to 100 lowercase letters (a–z), digits and hyphens.",
  course_id: "Use 1 to 128 letters (A–Z, a–z), digits and the characters _ . : @ -",
  lesson_id: "Use 1 to 128 letters (A–Z, a–z), digits and the characters _ . : @ -",
  duration_seconds: "Enter the length as min:sec, such as 18:30. At most 48 hours.",
  section: "Enter a title of at most 200 characters, without line breaks.",
  description: "Enter at most 1,000 characters, without tabs.",
  lesson_watch_percent: "Enter a whole number from 1 to 100.",
  course_percent: "Enter a whole number from 1 to 100.",
  lessons: "A course can have at most 1,000 lessons.",
  instructors: "Enter at most 20 user IDs: 1 to 128 letters (A–Z, a–z), digits and the characters _ . : @ - each.",
};

/** In the editor's URL, in place of a course ID, for a new course. */
export const NEW_COURSE_ID = "new";
/** What IDs of courses and lessons look like. */
export const ID_PATTERN = /^[A-Za-z0-9_.:@-]{1,128}$/;

/** The error in the ID of a new course, checked here because it is part of the request's URL. */
export function courseIdError(courseId: string): FieldError | undefined {
  if (courseId === NEW_COURSE_ID)
    return fieldError(fieldPaths.courseId, "The ID “new” is reserved. Choose a different one.");
  return ID_PATTERN.test(courseId) ? undefined : fieldError(fieldPaths.courseId, MESSAGES.course_id ?? "");
}

/** The field errors of a failed save; empty when the error belongs to no field. */
export function fieldErrors(error: unknown, draft: CourseDraft): FieldError[] {
  if (error instanceof ProblemError && error.code === "slug_taken")
    return [fieldError(fieldPaths.slug, "Another course already uses this slug. Choose a different one.")];
  return uniqueErrors(validationErrors(error).map(({ location, message }) => toFieldError(location, message, draft)));
}

/** An error at a field of the course itself. */
export function fieldError(path: string, message: string): FieldError {
  return { path, label: capitalize(LABELS[path] ?? ""), message };
}

function toFieldError(location: ErrorLocation, message: string, draft: CourseDraft): FieldError {
  const [outer, index, inner] = location;
  if (outer === "completion_rule" && index === "required_lessons") return requiredLessonError(location, message, draft);
  if (outer === "completion_rule" && typeof index === "string") return readableFieldError(index, message);
  if (outer === "lessons" && typeof index === "number") return lessonError(index, inner, message, draft);
  return typeof outer === "string" ? readableFieldError(outer, message) : { path: "", label: "Course", message };
}

/** An error at a field of a lesson, whose index counts from 0. */
export function lessonFieldError(key: string, index: number, field: LessonField, message: string): FieldError {
  return { path: fieldPaths.lesson(key, field), label: `Lesson ${index + 1}, ${LABELS[field] ?? field}`, message };
}

function lessonError(index: number, field: unknown, message: string, draft: CourseDraft): FieldError {
  const lesson = activeLessons(draft.entries)[index];
  if (!lesson) return fieldError(fieldPaths.lessons, message);
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
  return { path, label: "Section", message: readableMessage(message, MESSAGES.section) };
}

function requiredLessonError(location: ErrorLocation, message: string, draft: CourseDraft): FieldError {
  const lessons = activeLessons(draft.entries);
  const lesson = lessons.filter(isRequired)[Number(location[2])];
  if (!lesson) return fieldError(fieldPaths.lessons, message);
  return lessonFieldError(lesson.key, lessons.indexOf(lesson), "required", message);
}

function readableFieldError(field: string, message: string): FieldError {
  return fieldError(field, readableMessage(message, MESSAGES[field]));
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
