import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Schemas } from "../src/api/client";
import {
  toDraft,
  toInput,
  newDraft,
  newLesson,
  draftsEqual,
  mergeSaved,
  parsePercentages,
  withLessonIds,
  withTitle,
} from "../src/manage/course-draft";
import { moveLesson, positionOf } from "../src/manage/lesson-order";

const lesson: fc.Arbitrary<Omit<Schemas["Lesson"], "lesson_id">> = fc.oneof(
  fc.record({
    title: fc.string({ minLength: 1 }),
    kind: fc.constant("video" as const),
    duration_seconds: fc.integer({ min: 1, max: 172_800_000 }).map((thousandths) => thousandths / 1000),
    published: fc.boolean(),
  }),
  fc.record({
    title: fc.string({ minLength: 1 }),
    kind: fc.constantFrom("article" as const, "assignment" as const),
    duration_seconds: fc.constant(null),
    published: fc.boolean(),
  }),
);

/** Any course as the API stores it: what is required is published, and in course order. */
const course: fc.Arbitrary<Schemas["Course"]> = fc
  .record({
    title: fc.string({ minLength: 1 }),
    published: fc.boolean(),
    language: fc.constantFrom("en" as const, "zh-Hant" as const),
    lessons: fc.array(fc.tuple(lesson, fc.boolean()), { maxLength: 20 }),
    instructors: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_.:@-]{1,128}$/), { maxLength: 20 }),
    percents: fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })),
  })
  .map(({ title, published, language, lessons, instructors, percents }) => {
    const named = lessons.map(([one, required], index) => ({ ...one, lesson_id: `lesson-${index}`, required }));
    const required_lessons = named.filter((one) => one.required && one.published).map((one) => one.lesson_id);
    return {
      course_id: "course",
      slug: "course",
      title,
      published,
      language,
      version: 3,
      completion_rule: { lesson_watch_percent: percents[0], course_percent: percents[1], required_lessons },
      lessons: lessons.map(([one], index) => ({ ...one, lesson_id: `lesson-${index}` })),
      instructors,
    };
  });

describe("a course while it is edited", () => {
  test("nothing is lost or changed between the API and the fields", () => {
    fc.assert(
      fc.property(course, (stored) => {
        expect({ course_id: "course", version: 3, ...toInput(toDraft(stored)) }).toEqual(stored);
        expect(draftsEqual(toDraft(stored), toDraft(stored))).toBe(true);
      }),
    );
  });

  test("slug and id follow the title until they are written by hand", () => {
    const draft = withTitle(newDraft(), "Keeping bees");
    expect([draft.slug, draft.course_id]).toEqual(["keeping-bees", "keeping-bees"]);
    const own = withTitle({ ...draft, slug: "bees", ownSlug: true }, "Keeping wasps");
    expect([own.slug, own.course_id]).toEqual(["bees", "keeping-wasps"]);
  });

  test("a stored course keeps its slug when its title changes", () => {
    fc.assert(
      fc.property(course, (stored) => {
        expect(withTitle(toDraft(stored), "New").slug).toBe(stored.slug);
      }),
    );
  });

  test("a new lesson gets an id of its title, once", () => {
    const draft = withLessonIds({ ...newDraft(), lessons: [{ ...newLesson("a"), title: "The hive" }] });
    expect(draft.lessons[0]?.lesson_id).toBe("the-hive");
    const later = { ...draft, lessons: draft.lessons.map((one) => ({ ...one, title: "The garden" })) };
    expect(withLessonIds(later).lessons[0]?.lesson_id).toBe("the-hive");
  });

  test("a new lesson without a title gets its id once it has one", () => {
    const draft = withLessonIds({ ...newDraft(), lessons: [newLesson("a")] });
    expect(draft.lessons[0]?.lesson_id).toBe("");
    expect(withLessonIds({ ...draft, lessons: [{ ...newLesson("a"), title: "Smoke" }] }).lessons[0]?.lesson_id).toBe(
      "smoke",
    );
  });

  test("a new lesson never gets the id of another, of one just taken out neither", () => {
    const gone = { ...newLesson("gone"), lesson_id: "the-hive", stored: true, removed: true };
    const titles = ["The hive", "The hive", "蜂", "蜂"];
    const lessons = [gone, ...titles.map((title, index) => ({ ...newLesson(`${index}`), title }))];
    expect(toInput({ ...newDraft(), lessons }).lessons.map((one) => one.lesson_id)).toEqual([
      "the-hive-2",
      "the-hive-3",
      "lesson",
      "lesson-2",
    ]);
  });

  test("a lesson that was taken out is not sent, nor required", () => {
    fc.assert(
      fc.property(course, (stored) => {
        const draft = toDraft(stored);
        const emptied = { ...draft, lessons: draft.lessons.map((one) => ({ ...one, removed: true })) };
        expect(toInput(emptied).lessons).toEqual([]);
        expect(toInput(emptied).completion_rule.required_lessons).toEqual([]);
      }),
    );
  });

  test("a length written in another way is no change", () => {
    const draft = { ...newDraft(), lessons: [{ ...newLesson("a"), duration: "12" }] };
    expect(draftsEqual(draft, { ...draft, lessons: [{ ...newLesson("a"), duration: "12:00" }] })).toBe(true);
  });

  test("once stored, new lessons keep their ids for good, and those taken out are gone", () => {
    fc.assert(
      fc.property(course, fc.nat(), (stored, pick) => {
        const before = toDraft(stored);
        const out = before.lessons[pick % Math.max(before.lessons.length, 1)]?.key;
        const lessons = before.lessons.map((one) => ({ ...one, removed: one.key === out }));
        const sent = withLessonIds({
          ...before,
          lessons: [...lessons, { ...newLesson("n"), title: "N", duration: "1" }],
        });
        const answer = { ...(toInput(sent) as typeof stored), course_id: "course", version: 4 };
        const after = mergeSaved(sent, answer);
        expect(draftsEqual(after, toDraft(answer))).toBe(true);
        expect(after.lessons.every((one) => one.stored && !one.removed)).toBe(true);
        // Written while it was being saved: kept, and not stored yet.
        const meanwhile = { ...sent, title: "Another", lessons: [...sent.lessons, newLesson("later")] };
        expect(mergeSaved(meanwhile, answer).title).toBe("Another");
        expect(mergeSaved(meanwhile, answer).lessons.at(-1)?.stored).toBe(false);
      }),
    );
  });

  test("a length that cannot be read is a change all the same", () => {
    const draft = { ...newDraft(), lessons: [{ ...newLesson("a"), duration: "" }] };
    const typed = { ...draft, lessons: [{ ...newLesson("a"), duration: "four" }] };
    expect(draftsEqual(draft, typed)).toBe(false);
  });
});

describe("the shares of a rule", () => {
  test.each(["0", "101", "", "8.5", "x"])("%s is none", (text) => {
    expect(parsePercentages({ ...newDraft(), course_percent: text })).toBeNull();
    expect(parsePercentages({ ...newDraft(), lesson_watch_percent: text })).toBeNull();
  });

  test("whole numbers from 1 to 100 are", () => {
    expect(parsePercentages({ ...newDraft(), course_percent: "1", lesson_watch_percent: "100" })).toEqual({
      course_percent: 1,
      lesson_watch_percent: 100,
    });
  });
});

describe("the order of lessons", () => {
  const lessons = fc
    .array(fc.boolean(), { minLength: 1, maxLength: 12 })
    .map((removed) => removed.map((gone, index) => ({ ...newLesson(`${index}`), removed: gone })));

  test("a lesson goes where it is sent, and the others keep their order", () => {
    fc.assert(
      fc.property(lessons, fc.nat(), fc.integer({ min: -3, max: 16 }), (before, pick, place) => {
        const inCourse = before.filter((one) => !one.removed);
        const moved = inCourse[pick % Math.max(inCourse.length, 1)];
        if (!moved) return;
        const after = moveLesson(before, moved.key, place);
        expect(positionOf(after, moved.key)).toBe(Math.min(Math.max(place, 1), inCourse.length));
        const others = (list: typeof after) => list.filter((one) => one.key !== moved.key).map((one) => one.key);
        expect(others(after)).toEqual(others(before));
        expect(after).toHaveLength(before.length);
      }),
    );
  });

  test("a lesson that was taken out stays where it is", () => {
    const before = [{ ...newLesson("a"), removed: true }, newLesson("b")];
    expect(moveLesson(before, "a", 2)).toBe(before);
  });
});
