// The unsaved state of a course: the values of its fields, valid or not.
import type { Schemas } from "../api/client";
import { parseDuration, formatDuration } from "./duration";
import { instructorIds, instructorsText } from "./instructors";
import { uniqueSlug, slugify } from "./slugs";

type Rule = Schemas["CompletionRule"];

/** A lesson in the form. */
export interface LessonDraft {
  /** Identifies the lesson while the page is open. */
  readonly key: string;
  /** Empty for a new lesson until the first save, unless one was typed. */
  readonly lesson_id: string;
  /** Whether it is stored, so that learners may have progress under its ID. */
  readonly stored: boolean;
  readonly title: string;
  readonly kind: Schemas["LessonKind"];
  /** As typed, `minutes:seconds`. */
  readonly duration: string;
  readonly published: boolean;
  readonly required: boolean;
  /** Removed; still listed so that it can be restored. */
  readonly removed: boolean;
}

/** The values of the course form. */
export interface CourseDraft {
  readonly course_id: string;
  readonly slug: string;
  readonly title: string;
  readonly published: boolean;
  readonly language: Schemas["Language"];
  readonly lesson_watch_percent: string;
  readonly course_percent: string;
  readonly lessons: readonly LessonDraft[];
  /** User IDs as typed, see `instructorIds`. */
  readonly instructors: string;
  /** Whether the ID and the slug were typed; until then they follow the title. */
  readonly ownId: boolean;
  readonly ownSlug: boolean;
}

const DEFAULT_WATCH_PERCENT = 90;
const ALL = 100;

/** The draft of a stored course. */
export function toDraft(course: Schemas["Course"]): CourseDraft {
  const required = new Set(course.completion_rule.required_lessons);
  return {
    course_id: course.course_id,
    slug: course.slug,
    title: course.title,
    published: course.published,
    language: course.language,
    lesson_watch_percent: String(course.completion_rule.lesson_watch_percent),
    course_percent: String(course.completion_rule.course_percent),
    lessons: course.lessons.map((lesson) => ({
      key: lesson.lesson_id,
      lesson_id: lesson.lesson_id,
      stored: true,
      title: lesson.title,
      kind: lesson.kind,
      duration: lesson.duration_seconds === null ? "" : formatDuration(lesson.duration_seconds),
      published: lesson.published,
      required: required.has(lesson.lesson_id),
      removed: false,
    })),
    instructors: instructorsText(course.instructors),
    ownId: true,
    ownSlug: true,
  };
}

/** The draft of a new course. */
export function newDraft(): CourseDraft {
  return {
    course_id: "",
    slug: "",
    title: "",
    published: false,
    language: "en",
    lesson_watch_percent: String(DEFAULT_WATCH_PERCENT),
    course_percent: String(ALL),
    lessons: [],
    instructors: "",
    ownId: false,
    ownSlug: false,
  };
}

/** The draft of a new lesson. */
export function newLesson(key: string): LessonDraft {
  return {
    key,
    lesson_id: "",
    stored: false,
    title: "",
    kind: "video",
    duration: "",
    published: true,
    required: false,
    removed: false,
  };
}

/** The draft with another title, and the slug and ID that follow it. */
export function withTitle(draft: CourseDraft, title: string): CourseDraft {
  return {
    ...draft,
    title,
    slug: draft.ownSlug ? draft.slug : slugify(title),
    course_id: draft.ownId ? draft.course_id : slugify(title),
  };
}

/**
 * Give each new lesson with a title its permanent ID, derived from the title.
 *
 * IDs of removed lessons are not reused: their progress would count for another lesson.
 */
export function withLessonIds(draft: CourseDraft): CourseDraft {
  const taken = new Set(draft.lessons.map((lesson) => lesson.lesson_id));
  const lessons = draft.lessons.map((lesson) => {
    if (lesson.lesson_id || lesson.removed || !lesson.title.trim()) return lesson;
    const lesson_id = uniqueSlug(slugify(lesson.title) || "lesson", taken);
    taken.add(lesson_id);
    return { ...lesson, lesson_id };
  });
  return { ...draft, lessons };
}

/** The lessons that were not removed, in course order. */
export function activeLessons(draft: CourseDraft): LessonDraft[] {
  return draft.lessons.filter((lesson) => !lesson.removed);
}

/** The request body; text that is not a number becomes NaN or null, which the API rejects. */
export function toInput(draft: CourseDraft): Schemas["CourseInput"] {
  const lessons = activeLessons(withLessonIds(draft)).map((lesson) => ({
    ...lesson,
    // Without a title the API rejects the lesson anyway; the placeholder keeps that its only error.
    lesson_id: lesson.lesson_id || lesson.key,
  }));
  return {
    slug: draft.slug,
    title: draft.title,
    published: draft.published,
    language: draft.language,
    completion_rule: {
      lesson_watch_percent: Number(draft.lesson_watch_percent),
      course_percent: Number(draft.course_percent),
      required_lessons: lessons.filter(isRequired).map((lesson) => lesson.lesson_id),
    },
    lessons: lessons.map((lesson) => ({
      lesson_id: lesson.lesson_id,
      title: lesson.title,
      kind: lesson.kind,
      duration_seconds: lesson.kind === "video" ? parseDuration(lesson.duration) : null,
      published: lesson.published,
    })),
    instructors: instructorIds(draft.instructors),
  };
}

/** The rule's percentages; null while one of them is invalid. */
export function parsePercentages(draft: CourseDraft): Pick<Rule, "lesson_watch_percent" | "course_percent"> | null {
  const [lesson_watch_percent, course_percent] = [Number(draft.lesson_watch_percent), Number(draft.course_percent)];
  const isPercentage = (share: number) => Number.isInteger(share) && share >= 1 && share <= ALL;
  return isPercentage(lesson_watch_percent) && isPercentage(course_percent)
    ? { lesson_watch_percent, course_percent }
    : null;
}

/** Only a published lesson can be required. */
export function isRequired(lesson: LessonDraft): boolean {
  return lesson.required && lesson.published;
}

/** Whether two drafts have the same content, including invalid durations. */
export function draftsEqual(one: CourseDraft, other: CourseDraft): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
}

function comparable(draft: CourseDraft) {
  const unreadable = activeLessons(draft).map(({ kind, duration }) =>
    kind === "video" && parseDuration(duration) === null ? duration : "",
  );
  return [draft.course_id, toInput(draft), unreadable];
}

/**
 * The draft after a save, keeping what was typed since.
 *
 * @param draft the current draft, with the IDs of the lessons that were sent.
 */
export function mergeSaved(draft: CourseDraft, stored: Schemas["Course"]): CourseDraft {
  const ids = new Set(stored.lessons.map((lesson) => lesson.lesson_id));
  return {
    ...draft,
    ownId: true,
    ownSlug: true,
    lessons: draft.lessons
      .filter((lesson) => !lesson.removed || ids.has(lesson.lesson_id))
      .map((lesson) => ({ ...lesson, stored: ids.has(lesson.lesson_id) })),
  };
}
