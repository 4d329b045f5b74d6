// What the API refuses in a course, at the fields of the editor.
import { ProblemError } from "../api/client";
import { type CourseDraft, activeLessons } from "./course-draft";
import { readableMessage, type ErrorLocation, uniqueErrors, validationErrors, type FieldError } from "./field-errors";

/** The paths of fields; those of a lesson have its key. */
export const fieldPaths = {
  title: "title",
  slug: "slug",
  courseId: "course_id",
  lessons: "lessons",
  watchPercent: "lesson_watch_percent",
  coursePercent: "course_percent",
  lesson: (key: string, field: LessonField) => `lesson/${key}/${field}`,
};

/** The lesson that a path leads to, by its key. */
export function lessonKeyOf(path: string): string | undefined {
  return /^lesson\/(.*)\/[a-z_]+$/.exec(path)?.[1];
}

type LessonField = "title" | "kind" | "duration_seconds" | "lesson_id" | "published" | "required";

const LABELS: Readonly<Record<string, string>> = {
  title: "title",
  kind: "kind",
  duration_seconds: "length",
  lesson_id: "id",
  published: "published",
  required: "required",
  slug: "slug",
  course_id: "course id",
  lessons: "lessons",
  lesson_watch_percent: "share of a video",
  course_percent: "share of the lessons",
};

const MESSAGES: Readonly<Record<string, string>> = {
  title: "Needs a title, of at most 200 characters and without line breaks.",
  slug: "Needs 1 to 100 small letters a to z, digits and hyphens.",
  course_id: "Needs 1 to 128 letters a to z, digits, and the signs _ . : @ -",
  lesson_id: "Needs 1 to 128 letters a to z, digits, and the signs _ . : @ -",
  duration_seconds: "Needs the video’s length as minutes:seconds, such as 18:30, and up to 48 hours.",
  lesson_watch_percent: "Needs a whole number from 1 to 100.",
  course_percent: "Needs a whole number from 1 to 100.",
  lessons: "A course has at most 1,000 lessons.",
};

/** The word that the editor’s address has, where that of a course has its id. */
export const NEW_COURSE_ID = "new";
const ID_PATTERN = /^[A-Za-z0-9_.:@-]{1,128}$/;

/** What is wrong with the id of a new course, which the API would not be reached with. */
export function courseIdError(courseId: string): FieldError | undefined {
  if (courseId === NEW_COURSE_ID)
    return fieldError(fieldPaths.courseId, "The word “new” names this page. Choose another id.");
  return ID_PATTERN.test(courseId) ? undefined : fieldError(fieldPaths.courseId, MESSAGES.course_id ?? "");
}

/** What the API refused, at the fields of a draft that was sent; none when it refused something else. */
export function fieldErrors(error: unknown, draft: CourseDraft): FieldError[] {
  if (error instanceof ProblemError && error.code === "slug_taken")
    return [fieldError(fieldPaths.slug, "Another course has this slug. Choose another one.")];
  return uniqueErrors(validationErrors(error).map(({ location, message }) => toFieldError(location, message, draft)));
}

/** Something wrong at a field of the course itself. */
export function fieldError(path: string, message: string): FieldError {
  return { path, label: capitalize(LABELS[path] ?? ""), message };
}

function toFieldError(location: ErrorLocation, message: string, draft: CourseDraft): FieldError {
  const [outer, index, inner] = location;
  if (outer === "completion_rule" && index === "required_lessons") return requiredLessonError(location, message, draft);
  if (outer === "completion_rule" && typeof index === "string") return readableFieldError(index, message);
  if (outer === "lessons" && typeof index === "number") return lessonError(index, inner, message, draft);
  return typeof outer === "string" ? readableFieldError(outer, message) : { path: "", label: "The course", message };
}

function lessonError(index: number, field: unknown, message: string, draft: CourseDraft): FieldError {
  const lesson = activeLessons(draft)[index];
  if (!lesson) return fieldError(fieldPaths.lessons, message);
  // What is wrong with the lesson as a whole is a length that a video must have.
  const name = typeof field === "string" && field in LABELS ? (field as LessonField) : "duration_seconds";
  return {
    path: fieldPaths.lesson(lesson.key, name),
    label: `Lesson ${index + 1}, ${LABELS[name] ?? name}`,
    message: readableMessage(message, MESSAGES[name]),
  };
}

function requiredLessonError(location: ErrorLocation, message: string, draft: CourseDraft): FieldError {
  const lessons = activeLessons(draft);
  const required = lessons.filter((lesson) => lesson.required && lesson.published);
  const lesson = required[Number(location[2])];
  if (!lesson) return fieldError(fieldPaths.lessons, message);
  return {
    path: fieldPaths.lesson(lesson.key, "required"),
    label: `Lesson ${lessons.indexOf(lesson) + 1}, required`,
    message,
  };
}

function readableFieldError(field: string, message: string): FieldError {
  return fieldError(field, readableMessage(message, MESSAGES[field]));
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
