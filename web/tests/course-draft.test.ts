import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Schemas } from "../src/api/client";
import {
  type CourseDraft,
  toDraft,
  toInput,
  newDraft,
  draftsEqual,
  mergeSaved,
  parsePercentages,
  withIds,
  withTitle,
} from "../src/manage/course-draft";
import { activeLessons, emptySections, type EntryDraft, newLesson, newSection } from "../src/manage/lesson-drafts";
import { insertBelow, moveBy, moveTo, moveToPosition, positionOf, sectionOf } from "../src/manage/lesson-order";

const address = fc.option(fc.constantFrom("/media/a.mp4", "https://media.example/b?c=d"));
const section = fc.option(fc.constantFrom("First steps", "Baking"));
const lesson: fc.Arbitrary<Omit<Schemas["Lesson"], "lesson_id">> = fc.oneof(
  fc.record({
    title: fc.string({ minLength: 1 }),
    kind: fc.constant("video" as const),
    duration_seconds: fc.integer({ min: 1, max: 172_800_000 }).map((thousandths) => thousandths / 1000),
    published: fc.boolean(),
    section,
    video_url: address,
    captions_url: address,
    article_url: fc.constant(null),
  }),
  fc.record({
    title: fc.string({ minLength: 1 }),
    kind: fc.constant("article" as const),
    duration_seconds: fc.constant(null),
    published: fc.boolean(),
    section,
    video_url: fc.constant(null),
    captions_url: fc.constant(null),
    article_url: address,
  }),
  fc.record({
    title: fc.string({ minLength: 1 }),
    kind: fc.constant("assignment" as const),
    duration_seconds: fc.constant(null),
    published: fc.boolean(),
    section,
    video_url: fc.constant(null),
    captions_url: fc.constant(null),
    article_url: fc.constant(null),
  }),
);

/** Any course as the API stores it: what is required is published, and in course order. */
const course: fc.Arbitrary<Schemas["Course"]> = fc
  .record({
    title: fc.string({ minLength: 1 }),
    published: fc.boolean(),
    language: fc.constantFrom("en" as const, "zh-Hant" as const),
    description: fc.option(fc.constant("Two\nlines.")),
    picture_url: address,
    lessons: fc.array(fc.tuple(lesson, fc.boolean()), { maxLength: 20 }),
    instructors: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_.:@-]{1,128}$/), { maxLength: 20 }),
    percents: fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })),
  })
  .map(({ title, published, language, description, picture_url, lessons, instructors, percents }) => {
    const named = lessons.map(([one, required], index) => ({ ...one, lesson_id: `lesson-${index}`, required }));
    const required_lessons = named.filter((one) => one.required && one.published).map((one) => one.lesson_id);
    return {
      course_id: "course",
      slug: "course",
      title,
      published,
      language,
      description,
      picture_url,
      version: 3,
      completion_rule: { lesson_watch_percent: percents[0], course_percent: percents[1], required_lessons },
      lessons: lessons.map(([one], index) => ({ ...one, lesson_id: `lesson-${index}` })),
      instructors,
    };
  });

const lessonId = ({ entries }: CourseDraft) => activeLessons(entries)[0]?.lesson_id;

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
    const draft = withIds({ ...newDraft(), entries: [{ ...newLesson("a"), title: "The hive" }] });
    expect(lessonId(draft)).toBe("the-hive");
    const later = { ...draft, entries: draft.entries.map((one) => ({ ...one, title: "The garden" })) };
    expect(lessonId(withIds(later))).toBe("the-hive");
  });

  test("a new lesson without a title gets its id once it has one", () => {
    const draft = withIds({ ...newDraft(), entries: [newLesson("a")] });
    expect(lessonId(draft)).toBe("");
    expect(lessonId(withIds({ ...draft, entries: [{ ...newLesson("a"), title: "Smoke" }] }))).toBe("smoke");
  });

  test("a new lesson never gets the id of another, of one just taken out neither", () => {
    const gone = { ...newLesson("gone"), lesson_id: "the-hive", stored: true, removed: true };
    const titles = ["The hive", "The hive", "蜂", "蜂"];
    const entries = [gone, ...titles.map((title, index) => ({ ...newLesson(`${index}`), title }))];
    expect(toInput({ ...newDraft(), entries }).lessons.map((one) => one.lesson_id)).toEqual([
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
        const emptied = { ...draft, entries: activeLessons(draft.entries).map((one) => ({ ...one, removed: true })) };
        expect(toInput(emptied).lessons).toEqual([]);
        expect(toInput(emptied).completion_rule.required_lessons).toEqual([]);
      }),
    );
  });

  test("a length written in another way is no change", () => {
    const draft = { ...newDraft(), entries: [{ ...newLesson("a"), duration: "12" }] };
    expect(draftsEqual(draft, { ...draft, entries: [{ ...newLesson("a"), duration: "12:00" }] })).toBe(true);
  });

  test("once stored, new lessons keep their ids for good, and those taken out are gone", () => {
    fc.assert(
      fc.property(course, fc.nat(), (stored, pick) => {
        const before = toDraft(stored);
        const stay = activeLessons(before.entries);
        const out = stay[pick % Math.max(stay.length, 1)]?.key;
        const entries = before.entries.map((one) =>
          one.kind === "section" ? one : { ...one, removed: one.key === out },
        );
        const sent = withIds({ ...before, entries: [...entries, { ...newLesson("n"), title: "N", duration: "1" }] });
        // A section whose only lesson was taken out cannot be saved.
        if (emptySections(sent.entries).length > 0) return;
        const answer = { ...(toInput(sent) as typeof stored), course_id: "course", version: 4 };
        const after = mergeSaved(sent, answer);
        expect(draftsEqual(after, toDraft(answer))).toBe(true);
        expect(after.entries.every((one) => one.kind === "section" || (one.stored && !one.removed))).toBe(true);
        // Written while it was being saved: kept, and not stored yet.
        const meanwhile = { ...sent, title: "Another", entries: [...sent.entries, newLesson("later")] };
        expect(mergeSaved(meanwhile, answer).title).toBe("Another");
        expect(activeLessons(mergeSaved(meanwhile, answer).entries).at(-1)?.stored).toBe(false);
      }),
    );
  });

  test("only the addresses of its type are sent with a lesson", () => {
    const typed = { ...newLesson("a"), title: "A", video_url: " /media/v.mp4 ", article_url: "/media/a.html" };
    const sent = (kind: Schemas["LessonKind"]) => toInput({ ...newDraft(), entries: [{ ...typed, kind }] }).lessons[0];
    expect(sent("video")).toMatchObject({ video_url: "/media/v.mp4", captions_url: null, article_url: null });
    expect(sent("article")).toMatchObject({ video_url: null, article_url: "/media/a.html" });
    expect(sent("assignment")).toMatchObject({ video_url: null, article_url: null });
  });

  test("a section has the lessons below it, and one without a title has none", () => {
    const one = (key: string) => ({ ...newLesson(key), title: key, kind: "article" as const });
    const entries = [one("a"), newSection("s", "Baking"), one("b"), one("c"), newSection("t"), one("d")];
    expect(toInput({ ...newDraft(), entries }).lessons.map((sent) => sent.section)).toEqual([
      null,
      "Baking",
      "Baking",
      null,
    ]);
  });

  test("a section without lessons is a change, which is not lost", () => {
    expect(draftsEqual(newDraft(), { ...newDraft(), entries: [newSection("s", "Later")] })).toBe(false);
  });

  test("a length that cannot be read is a change all the same", () => {
    const draft = { ...newDraft(), entries: [{ ...newLesson("a"), duration: "" }] };
    const typed = { ...draft, entries: [{ ...newLesson("a"), duration: "four" }] };
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

describe("the order of lessons and sections", () => {
  const entries: fc.Arbitrary<EntryDraft[]> = fc
    .array(fc.constantFrom("lesson", "removed", "section"), { minLength: 1, maxLength: 12 })
    .map((kinds) =>
      kinds.map((kind, index) =>
        kind === "section" ? newSection(`${index}`) : { ...newLesson(`${index}`), removed: kind === "removed" },
      ),
    );
  const keys = (list: readonly EntryDraft[], but?: string) => list.map((one) => one.key).filter((key) => key !== but);

  test("a lesson goes to the position where it is sent, and the others keep their order", () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.integer({ min: -3, max: 16 }), (before, pick, place) => {
        const inCourse = activeLessons(before);
        const moved = inCourse[pick % Math.max(inCourse.length, 1)];
        if (!moved) return;
        const after = moveToPosition(before, moved.key, place);
        expect(positionOf(after, moved.key)).toBe(Math.min(Math.max(place, 1), inCourse.length));
        expect(keys(after, moved.key)).toEqual(keys(before, moved.key));
        expect(after).toHaveLength(before.length);
      }),
    );
  });

  test("a step passes one lesson or heading, and stops at either end", () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.integer({ min: -20, max: 20 }), (before, pick, by) => {
        const present = (list: readonly EntryDraft[]) =>
          list.filter((one) => one.kind === "section" || !one.removed).map((one) => one.key);
        const shown = present(before);
        const key = shown[pick % Math.max(shown.length, 1)];
        if (key === undefined) return;
        const after = moveBy(before, key, by);
        const expected = Math.min(Math.max(shown.indexOf(key) + by, 0), shown.length - 1);
        expect(present(after).indexOf(key)).toBe(expected);
        expect(keys(after, key)).toEqual(keys(before, key));
      }),
    );
  });

  test("a lesson that passes a heading changes its section and not its position", () => {
    const before = [newSection("s", "One"), newLesson("a"), newSection("t", "Two"), newLesson("b")];
    const after = moveBy(before, "b", -1);
    expect([sectionOf(before, "b"), sectionOf(after, "b")]).toEqual(["Two", "One"]);
    expect([positionOf(before, "b"), positionOf(after, "b")]).toEqual([2, 2]);
  });

  test("a lesson that was taken out stays where it is", () => {
    const before = [{ ...newLesson("a"), removed: true }, newLesson("b")];
    expect(moveBy(before, "a", 1)).toBe(before);
    expect(moveTo(before, "a", "b")).toBe(before);
  });

  test("what is added stands below its entry, in place of a new lesson that is still empty", () => {
    const before = [newLesson("a"), { ...newLesson("b"), title: "B" }];
    expect(keys(insertBelow(before, [newLesson("n")], "a"))).toEqual(["a", "n", "b"]);
    expect(keys(insertBelow(before, [newLesson("n"), newLesson("o")], "a"))).toEqual(["n", "o", "b"]);
    expect(keys(insertBelow(before, [newLesson("n"), newLesson("o")], "b"))).toEqual(["a", "b", "n", "o"]);
    expect(keys(insertBelow([], [newLesson("n")], null))).toEqual(["n"]);
  });
});
