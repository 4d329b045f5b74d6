import { describe, expect, test } from "vitest";

import { courseErrors, remainingErrors } from "../src/manage/course-check";
import { type CourseDraft, newDraft, withTitle } from "../src/manage/course-draft";
import { fieldError, fieldPaths } from "../src/manage/course-errors";
import { newLesson, newSection } from "../src/manage/lesson-drafts";

const ORIGINS = ["https://media.example"];
const lesson = { ...newLesson("a"), title: "Wax", duration: "12:30" };
const course = { ...withTitle(newDraft(), "Candles"), entries: [lesson] };
const paths = (draft: CourseDraft, isNew = true) => courseErrors(draft, isNew, ORIGINS).map((error) => error.path);

describe("a course that is checked before it is saved", () => {
  test("has no error once it is complete", () => {
    expect(paths(course)).toEqual([]);
  });

  test("has all errors of an empty form at once, in the order of the form", () => {
    const empty = { ...newDraft(), entries: [newLesson("a")], course_percent: "" };
    expect(paths(empty)).toEqual([
      fieldPaths.title,
      fieldPaths.slug,
      fieldPaths.courseId,
      fieldPaths.lesson("a", "title"),
      fieldPaths.lesson("a", "duration_seconds"),
      fieldPaths.coursePercent,
    ]);
    expect(paths(empty, false)).not.toContain(fieldPaths.courseId);
  });

  test.each([
    ["a section without lessons", { entries: [lesson, newSection("s", "Baking")] }, fieldPaths.section("s")],
    ["an address elsewhere", { picture_url: "https://evil.test/a.png" }, fieldPaths.picture],
    ["a video elsewhere", { entries: [{ ...lesson, video_url: "javascript:a" }] }, fieldPaths.lesson("a", "video_url")],
    ["a length of nothing", { entries: [{ ...lesson, duration: "0:00" }] }, fieldPaths.lesson("a", "duration_seconds")],
    ["a description that is too long", { description: "x".repeat(1001) }, fieldPaths.description],
    ["an ID with a space", { entries: [{ ...lesson, lesson_id: "a b" }] }, fieldPaths.lesson("a", "lesson_id")],
    [
      "an ID that another lesson has",
      {
        entries: [
          { ...lesson, key: "b", lesson_id: "x", stored: true },
          { ...lesson, lesson_id: "x" },
        ],
      },
      fieldPaths.lesson("a", "lesson_id"),
    ],
    [
      "too many lessons",
      { entries: Array.from({ length: 1001 }, (_, key) => ({ ...lesson, key: `${key}` })) },
      "lessons",
    ],
  ])("has an error for %s, at its field alone", (_, changes, path) => {
    expect(paths({ ...course, ...changes })).toEqual([path]);
  });

  test("ignores addresses that its type does not have, and removed lessons", () => {
    const article = { ...lesson, kind: "article" as const, video_url: "javascript:a", duration: "" };
    expect(paths({ ...course, entries: [article, { ...newLesson("b"), removed: true }] })).toEqual([]);
  });
});

describe("errors while a course is corrected", () => {
  const empty = { ...newDraft(), entries: [newLesson("a")] };
  const remaining = (now: CourseDraft, sent: CourseDraft, errors = courseErrors(sent, true, ORIGINS)) =>
    remainingErrors(errors, sent, now, true, ORIGINS).map((error) => error.path);

  test("go one by one with their causes", () => {
    const titled = withTitle(empty, "Candles");
    expect(remaining(titled, empty)).toEqual([
      fieldPaths.lesson("a", "title"),
      fieldPaths.lesson("a", "duration_seconds"),
    ]);
    expect(remaining({ ...titled, entries: [] }, empty)).toEqual([]);
  });

  test("stay while the cause does", () => {
    expect(remaining({ ...empty, language: "fr" }, empty)).toEqual(
      courseErrors(empty, true, ORIGINS).map((one) => one.path),
    );
  });

  test("of the API stay until their field is changed", () => {
    const taken = [fieldError(fieldPaths.slug, "Another course already uses this slug. Choose a different one.")];
    expect(remaining({ ...course, description: "New." }, course, taken)).toEqual([fieldPaths.slug]);
    expect(remaining({ ...course, slug: "candles-2" }, course, taken)).toEqual([]);
  });

  test("are not added while typing: what was right when it was sent has none until the next attempt", () => {
    expect(remaining({ ...course, title: "" }, course, [])).toEqual([]);
  });
});
