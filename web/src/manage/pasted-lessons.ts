// Lessons from pasted lines, such as `Wax and wick | https://media.example/wax.mp4 | 12:30`.
import { locale, t } from "../texts/texts";
import { LESSON_KINDS } from "../ui/lesson-kinds";
import { formatDuration, parseDuration } from "./duration";
import { type EntryDraft, type LessonDraft, newLesson, newSection } from "./lesson-drafts";
import { addressError } from "./media-address";

const MAX_TITLE_LENGTH = 200;
const KINDS = Object.keys(LESSON_KINDS) as LessonDraft["kind"][];

/** A pasted line, as it will be added. */
export interface PastedLine {
  /** Null for a line that cannot be added. */
  readonly entry: EntryDraft | null;
  /** The line as pasted, without spaces at its ends. */
  readonly text: string;
  /** What is wrong with it; undefined for nothing. */
  readonly problem?: string | undefined;
}

/**
 * Read lessons from lines: a title, and optionally an address, a length and a type, in any order, separated by `|` or tabs.
 *
 * A line that begins with `#` is the heading of a section. Empty lines are left out.
 *
 * @param kind of the lessons that have neither a type nor a length.
 * @param origins from which media are allowed.
 * @param newKey returns a new key for each entry.
 */
export function parseLines(
  text: string,
  kind: LessonDraft["kind"],
  origins: readonly string[],
  newKey: () => string,
): PastedLine[] {
  return text
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => (line.startsWith("#") ? parseSection(line, newKey) : parseLesson(line, kind, origins, newKey)));
}

function parseSection(line: string, newKey: () => string): PastedLine {
  const title = withoutControls(line.replace(/^#+/, ""));
  return checked(line, newSection(newKey(), title), titleProblem(title));
}

function parseLesson(
  line: string,
  kind: LessonDraft["kind"],
  origins: readonly string[],
  newKey: () => string,
): PastedLine {
  const [first = "", ...rest] = line.split(/\s*[|\t]\s*/);
  const title = withoutControls(first);
  const fields = rest.map((field) => field.trim()).filter((field) => field !== "");
  const kinds = fields.filter((field) => kindOf(field) !== undefined);
  // A number alone may be a part of a title that has a bar; only a time with a colon is a length.
  const lengths = fields.filter((field) => field.includes(":") && parseDuration(field) !== null);
  const addresses = fields.filter((field) => /^(https?:|\/)/i.test(field));
  const unknown = fields.find((field) => ![...kinds, ...lengths, ...addresses].includes(field));
  const [length] = lengths;
  const named = kindOf(kinds[0] ?? "");
  const chosen = named ?? (length === undefined ? kind : "video");
  const [address = ""] = addresses;
  const lesson: LessonDraft = {
    ...newLesson(newKey()),
    title,
    kind: chosen,
    duration: length === undefined ? "" : formatDuration(parseDuration(length) ?? 0),
    video_url: chosen === "video" ? address : "",
    article_url: chosen === "article" ? address : "",
  };
  const problem =
    titleProblem(title) ??
    (unknown === undefined ? undefined : t("pasted_lessons.unknown", { field: unknown })) ??
    ([kinds, lengths, addresses].some((found) => found.length > 1) ? t("pasted_lessons.several") : undefined) ??
    (chosen === "assignment" && address ? t("pasted_lessons.assignment_address") : undefined) ??
    (chosen !== "video" && length !== undefined ? t("pasted_lessons.length_without_video") : undefined) ??
    addressError(address, origins);
  return checked(line, lesson, problem);
}

/** The kind that a word names, in English or in the language of the page; undefined for any other word. */
function kindOf(word: string): LessonDraft["kind"] | undefined {
  const { compare } = new Intl.Collator(locale(), { sensitivity: "base" });
  return KINDS.find((kind) => compare(word, kind) === 0 || compare(word, t(LESSON_KINDS[kind].label)) === 0);
}

function checked(text: string, entry: EntryDraft, problem: string | undefined): PastedLine {
  return problem === undefined ? { entry, text } : { entry: null, text, problem };
}

function titleProblem(title: string): string | undefined {
  if (title === "") return t("pasted_lessons.no_title");
  return Array.from(title).length > MAX_TITLE_LENGTH
    ? t("pasted_lessons.long_title", { max: MAX_TITLE_LENGTH })
    : undefined;
}

/** What word processors leave in copied text: the API accepts no control characters. */
function withoutControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}
