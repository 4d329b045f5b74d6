// The lessons and sections of a course while they are edited: one list, in which a section is a heading.
import type { Schemas } from "../api/client";
import { parseDuration, formatDuration } from "./duration";
import { uniqueSlug, slugify } from "./slugs";

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
  /** Addresses as typed; empty for the deployment's own. Only those of the kind are sent. */
  readonly video_url: string;
  readonly captions_url: string;
  readonly article_url: string;
  readonly published: boolean;
  readonly required: boolean;
  /** Removed; still listed so that it can be restored. */
  readonly removed: boolean;
}

/** The heading of a section, which has the lessons below it, up to the next heading. */
export interface SectionDraft {
  readonly key: string;
  readonly kind: "section";
  /** Empty for lessons after the last section that are in none. */
  readonly title: string;
}

/** A lesson or a heading. */
export type EntryDraft = LessonDraft | SectionDraft;

/** The draft of a new lesson. */
export function newLesson(key: string): LessonDraft {
  return {
    key,
    lesson_id: "",
    stored: false,
    title: "",
    kind: "video",
    duration: "",
    video_url: "",
    captions_url: "",
    article_url: "",
    published: true,
    required: false,
    removed: false,
  };
}

/** The draft of a new section. */
export function newSection(key: string, title = ""): SectionDraft {
  return { key, kind: "section", title };
}

/** Whether an entry is a lesson that was not removed. */
export function isActiveLesson(entry: EntryDraft): entry is LessonDraft {
  return entry.kind !== "section" && !entry.removed;
}

/** The lessons that were not removed, in course order. */
export function activeLessons(entries: readonly EntryDraft[]): LessonDraft[] {
  return entries.filter(isActiveLesson);
}

/** The headings without lessons, which cannot be stored. */
export function emptySections(entries: readonly EntryDraft[]): SectionDraft[] {
  const present = entries.filter((entry) => entry.kind === "section" || !entry.removed);
  return present.filter((entry, index) => {
    const next = present[index + 1];
    return entry.kind === "section" && (next === undefined || next.kind === "section");
  }) as SectionDraft[];
}

/** The entries of stored lessons: each change of the section begins with a heading. */
export function toEntries(lessons: readonly Schemas["Lesson"][], required: ReadonlySet<string>): EntryDraft[] {
  return lessons.flatMap((lesson, index) => {
    const before = lessons[index - 1]?.section ?? null;
    const draft: LessonDraft = {
      key: lesson.lesson_id,
      lesson_id: lesson.lesson_id,
      stored: true,
      title: lesson.title,
      kind: lesson.kind,
      duration: lesson.duration_seconds === null ? "" : formatDuration(lesson.duration_seconds),
      video_url: lesson.video_url ?? "",
      captions_url: lesson.captions_url ?? "",
      article_url: lesson.article_url ?? "",
      published: lesson.published,
      required: required.has(lesson.lesson_id),
      removed: false,
    };
    // No lesson ID has a number sign.
    return lesson.section === before ? [draft] : [newSection(`#${lesson.lesson_id}`, lesson.section ?? ""), draft];
  });
}

/**
 * Give each new lesson with a title its permanent ID, derived from the title.
 *
 * IDs of removed lessons are not reused: their progress would count for another lesson.
 */
export function withLessonIds(entries: readonly EntryDraft[]): EntryDraft[] {
  const taken = new Set(entries.flatMap((entry) => (entry.kind === "section" ? [] : [entry.lesson_id])));
  return entries.map((entry) => {
    if (!isActiveLesson(entry) || entry.lesson_id || !entry.title.trim()) return entry;
    const lesson_id = uniqueSlug(slugify(entry.title) || "lesson", taken);
    taken.add(lesson_id);
    return { ...entry, lesson_id };
  });
}

/** The lessons of the request body; a length that is not one becomes null, which the API rejects. */
export function toLessons(entries: readonly EntryDraft[]): Required<Schemas["LessonInput"]>[] {
  let section: string | null = null;
  return withLessonIds(entries).flatMap((entry) => {
    if (entry.kind === "section") section = entry.title.trim() || null;
    if (!isActiveLesson(entry)) return [];
    const { title, kind, published } = entry;
    const media = (address: string, of: LessonDraft["kind"]) => (kind === of && address.trim()) || null;
    return [
      {
        // Without a title the API rejects the lesson anyway; the placeholder keeps that its only error.
        lesson_id: entry.lesson_id || entry.key,
        title,
        kind,
        duration_seconds: kind === "video" ? parseDuration(entry.duration) : null,
        published,
        section,
        video_url: media(entry.video_url, "video"),
        captions_url: media(entry.captions_url, "video"),
        article_url: media(entry.article_url, "article"),
      },
    ];
  });
}

/** Only a published lesson can be required. */
export function isRequired(lesson: LessonDraft): boolean {
  return lesson.required && lesson.published;
}
