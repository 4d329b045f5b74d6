// What the API refuses in a course, at the fields of the editor.
import { ProblemError } from "../api/client";
import { type CourseDraft, lessonsIn } from "./course-draft";
import { inWords, type Location, once, placesOf, type Wrong } from "./wrong";

/** The paths of fields; those of a lesson have its key. */
export const paths = {
  title: "title",
  slug: "slug",
  courseId: "course_id",
  lessons: "lessons",
  watchPercent: "lesson_watch_percent",
  coursePercent: "course_percent",
  lesson: (key: string, field: LessonField) => `lesson/${key}/${field}`,
};

/** The lesson that a path leads to, by its key. */
export function keyIn(path: string): string | undefined {
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

const WORDS: Readonly<Record<string, string>> = {
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
export const NEW = "new";
const ID = /^[A-Za-z0-9_.:@-]{1,128}$/;

/** What is wrong with the id of a new course, which the API would not be reached with. */
export function wrongId(courseId: string): Wrong | undefined {
  if (courseId === NEW) return at(paths.courseId, "The word “new” names this page. Choose another id.");
  return ID.test(courseId) ? undefined : at(paths.courseId, WORDS.course_id ?? "");
}

/** What the API refused, at the fields of a draft that was sent; none when it refused something else. */
export function wrongsOf(error: unknown, draft: CourseDraft): Wrong[] {
  if (error instanceof ProblemError && error.code === "slug_taken")
    return [at(paths.slug, "Another course has this slug. Choose another one.")];
  return once(placesOf(error).map(({ location, message }) => wrongOf(location, message, draft)));
}

/** Something wrong at a field of the course itself. */
export function at(path: string, message: string): Wrong {
  return { path, label: capital(LABELS[path] ?? ""), message };
}

function wrongOf(location: Location, message: string, draft: CourseDraft): Wrong {
  const [outer, index, inner] = location;
  if (outer === "completion_rule" && index === "required_lessons") return wrongRequirement(location, message, draft);
  if (outer === "completion_rule" && typeof index === "string") return worded(index, message);
  if (outer === "lessons" && typeof index === "number") return wrongLesson(index, inner, message, draft);
  return typeof outer === "string" ? worded(outer, message) : { path: "", label: "The course", message };
}

function wrongLesson(index: number, field: unknown, message: string, draft: CourseDraft): Wrong {
  const lesson = lessonsIn(draft)[index];
  if (!lesson) return at(paths.lessons, message);
  // What is wrong with the lesson as a whole is a length that a video must have.
  const name = typeof field === "string" && field in LABELS ? (field as LessonField) : "duration_seconds";
  return {
    path: paths.lesson(lesson.key, name),
    label: `Lesson ${index + 1}, ${LABELS[name] ?? name}`,
    message: inWords(message, WORDS[name]),
  };
}

function wrongRequirement(location: Location, message: string, draft: CourseDraft): Wrong {
  const lessons = lessonsIn(draft);
  const required = lessons.filter((lesson) => lesson.required && lesson.published);
  const lesson = required[Number(location[2])];
  if (!lesson) return at(paths.lessons, message);
  return {
    path: paths.lesson(lesson.key, "required"),
    label: `Lesson ${lessons.indexOf(lesson) + 1}, required`,
    message,
  };
}

function worded(field: string, message: string): Wrong {
  return at(field, inWords(message, WORDS[field]));
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
