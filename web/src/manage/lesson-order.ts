// Reordering lessons and sections. Removed lessons stay in the list, but have no position.
import { activeLessons, type EntryDraft, isActiveLesson } from "./lesson-drafts";

type Entries = readonly EntryDraft[];

/** A lesson's position among the lessons not removed, from 1. */
export function positionOf(entries: Entries, key: string): number {
  return activeLessons(entries).findIndex((lesson) => lesson.key === key) + 1;
}

/** The title of the section that a lesson is in; undefined for none. */
export function sectionOf(entries: Entries, key: string): string | undefined {
  const index = entries.findIndex((entry) => entry.key === key);
  const heading = entries.slice(0, index).findLast((entry) => entry.kind === "section");
  const title = heading?.title.trim();
  return title === "" ? undefined : title;
}

/**
 * The entries with one moved past others, headings included; it stops at either end.
 *
 * @param by how many entries, removed ones not counted; negative to move up.
 */
export function moveBy(entries: Entries, key: string, by: number): Entries {
  const present = entries.filter(isPresent);
  const index = present.findIndex((entry) => entry.key === key);
  const target = present[Math.min(Math.max(index + by, 0), present.length - 1)];
  return index < 0 || !target ? entries : moveTo(entries, key, target.key);
}

/** The entries with one moved to the place of another, as when it is dropped there. */
export function moveTo(entries: Entries, key: string, targetKey: string): Entries {
  const from = entries.findIndex((entry) => entry.key === key);
  const to = entries.findIndex((entry) => entry.key === targetKey);
  const moved = entries[from];
  if (!moved || !isPresent(moved) || to < 0 || from === to) return entries;
  const others = entries.filter((entry) => entry !== moved);
  // Without the moved entry, the place of the target is one less after it: in both directions, that is index `to`.
  return [...others.slice(0, to), moved, ...others.slice(to)];
}

/** The entries with a lesson moved to a position among the lessons, from 1, clamped to the list. */
export function moveToPosition(entries: Entries, key: string, position: number): Entries {
  const lessons = activeLessons(entries);
  const target = lessons[Math.min(Math.max(Math.round(position), 1), lessons.length) - 1];
  return target ? moveTo(entries, key, target.key) : entries;
}

/**
 * The entries with others added below one; several take the place of a new lesson that is still empty.
 *
 * @param below the key of that entry; null for the end.
 */
export function insertBelow(entries: Entries, added: Entries, below: string | null): Entries {
  const index = below === null ? entries.length - 1 : entries.findIndex((entry) => entry.key === below);
  const isReplaced = added.length > 1 && isBlank(entries[index]);
  return [...entries.slice(0, isReplaced ? index : index + 1), ...added, ...entries.slice(index + 1)];
}

function isBlank(entry: EntryDraft | undefined): boolean {
  if (!entry || !isActiveLesson(entry) || entry.stored) return false;
  return [entry.title, entry.duration, entry.video_url, entry.captions_url, entry.article_url].join("").trim() === "";
}

function isPresent(entry: EntryDraft): boolean {
  return entry.kind === "section" || isActiveLesson(entry);
}
