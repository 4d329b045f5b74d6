// The unsaved state of a course: the values of its fields, valid or not.
import type { Schemas } from "../api/client";
import { parseDuration } from "./duration";
import { instructorIds, instructorsText } from "./instructors";
import {
  activeLessons,
  emptySections,
  type EntryDraft,
  isRequired,
  toEntries,
  toLessons,
  withLessonIds,
} from "./lesson-drafts";
import { slugify } from "./slugs";

type Rule = Schemas["CompletionRule"];

/** The values of the course form. */
export interface CourseDraft {
  readonly course_id: string;
  readonly slug: string;
  readonly title: string;
  readonly published: boolean;
  readonly language: Schemas["Language"];
  readonly description: string;
  readonly picture_url: string;
  readonly lesson_watch_percent: string;
  readonly course_percent: string;
  /** Lessons, and headings of sections, in order. */
  readonly entries: readonly EntryDraft[];
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
  return {
    course_id: course.course_id,
    slug: course.slug,
    title: course.title,
    published: course.published,
    language: course.language,
    description: course.description ?? "",
    picture_url: course.picture_url ?? "",
    lesson_watch_percent: String(course.completion_rule.lesson_watch_percent),
    course_percent: String(course.completion_rule.course_percent),
    entries: toEntries(course.lessons, new Set(course.completion_rule.required_lessons)),
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
    description: "",
    picture_url: "",
    lesson_watch_percent: String(DEFAULT_WATCH_PERCENT),
    course_percent: String(ALL),
    entries: [],
    instructors: "",
    ownId: false,
    ownSlug: false,
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

/** The draft in which each new lesson with a title has its permanent ID. */
export function withIds(draft: CourseDraft): CourseDraft {
  return { ...draft, entries: withLessonIds(draft.entries) };
}

/** The request body; text that is not a number becomes NaN or null, which the API rejects. */
export function toInput(draft: CourseDraft): Required<Omit<Schemas["CourseInput"], "version">> {
  return {
    slug: draft.slug,
    title: draft.title,
    published: draft.published,
    language: draft.language,
    description: draft.description.trim() || null,
    picture_url: draft.picture_url.trim() || null,
    completion_rule: {
      lesson_watch_percent: Number(draft.lesson_watch_percent),
      course_percent: Number(draft.course_percent),
      required_lessons: activeLessons(withLessonIds(draft.entries))
        .filter(isRequired)
        .map((lesson) => lesson.lesson_id || lesson.key),
    },
    lessons: toLessons(draft.entries),
    instructors: instructorIds(draft.instructors),
  };
}

/** The rule's percentages; null while one of them is invalid. */
export function parsePercentages(draft: CourseDraft): Pick<Rule, "lesson_watch_percent" | "course_percent"> | null {
  const [lesson_watch_percent, course_percent] = [Number(draft.lesson_watch_percent), Number(draft.course_percent)];
  return isPercentage(lesson_watch_percent) && isPercentage(course_percent)
    ? { lesson_watch_percent, course_percent }
    : null;
}

/** Whether a number is a whole percentage from 1 to 100. */
export function isPercentage(share: number): boolean {
  return Number.isInteger(share) && share >= 1 && share <= ALL;
}

/** Whether two drafts have the same content, including what is not sent yet: invalid lengths, and empty sections. */
export function draftsEqual(one: CourseDraft, other: CourseDraft): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
}

function comparable(draft: CourseDraft) {
  const unreadable = activeLessons(draft.entries).map(({ kind, duration }) =>
    kind === "video" && parseDuration(duration) === null ? duration : "",
  );
  return [draft.course_id, toInput(draft), unreadable, emptySections(draft.entries).map((section) => section.title)];
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
    entries: draft.entries
      .filter((entry) => entry.kind === "section" || !entry.removed || ids.has(entry.lesson_id))
      .map((entry) => (entry.kind === "section" ? entry : { ...entry, stored: ids.has(entry.lesson_id) })),
  };
}
