import { describe, expect, test } from "vitest";

import type { Schemas } from "../src/api/client";
import { consequences } from "../src/manage/consequences";

const lesson = (lesson_id: string, more: Partial<Schemas["Lesson"]> = {}): Schemas["Lesson"] => ({
  lesson_id,
  title: lesson_id,
  kind: "video",
  duration_seconds: 60,
  published: true,
  section: null,
  video_url: null,
  captions_url: null,
  article_url: null,
  ...more,
});
const rule = { lesson_watch_percent: 90, course_percent: 80, required_lessons: ["a"] };
const before: Schemas["Course"] = {
  course_id: "c",
  slug: "c",
  title: "C",
  published: true,
  language: "en",
  description: null,
  picture_url: null,
  completion_rule: rule,
  lessons: [lesson("a"), lesson("b"), lesson("hidden", { published: false })],
  instructors: [],
  version: 1,
};
const NEVER = "Completed lessons, completed courses and issued certificates are never taken away.";
const said = (change: Partial<Schemas["Course"]>) => consequences(before, { ...before, ...change });

describe("what a change means for learners", () => {
  test("no change means nothing, nor does another order or title of lessons", () => {
    expect(said({})).toEqual([]);
    expect(said({ lessons: [lesson("b", { title: "New" }), lesson("a")] })).toEqual([]);
  });

  test("a lesson that is published or added counts, and is new to who is through", () => {
    const one = said({ lessons: [...before.lessons, lesson("c")] });
    expect(one).toEqual([
      "1 lesson will count from now on. Learners who have completed the course stay complete and see it marked as new.",
      NEVER,
    ]);
    expect(said({ lessons: [lesson("a"), lesson("b"), lesson("hidden"), lesson("c")] })[0]).toContain(
      "2 lessons will count",
    );
  });

  test("a lesson that is hidden or taken out may complete the course", () => {
    const taken = said({ lessons: [lesson("a")] });
    expect(taken[0]).toContain("1 lesson will no longer count");
    expect(said({ lessons: [lesson("a"), lesson("b", { published: false })] })).toEqual(taken);
    expect(taken.at(-1)).toBe(NEVER);
  });

  test("a lesson that was not published may go unnoticed", () => {
    expect(said({ lessons: [lesson("a"), lesson("b")] })).toEqual([]);
  });

  test("another kind and another length take nothing away", () => {
    expect(said({ lessons: [lesson("a", { kind: "article", duration_seconds: null }), lesson("b")] })[0]).toContain(
      "1 lesson will change type",
    );
    expect(
      said({ lessons: [lesson("a", { duration_seconds: 61 }), lesson("b", { duration_seconds: 9 })] })[0],
    ).toContain("2 videos will change length");
  });

  test.each([
    [{ lesson_watch_percent: 80 }, "Videos will be complete earlier"],
    [{ lesson_watch_percent: 95 }, "Learners will have to watch more"],
    [{ course_percent: 70 }, "Less is required"],
    [{ required_lessons: [] }, "Less is required"],
    [{ course_percent: 90 }, "More is required"],
    [{ required_lessons: ["a", "b"] }, "More is required"],
  ])("a rule with %o is told", (change, words) => {
    const sentences = said({ completion_rule: { ...rule, ...change } });
    expect(sentences[0]).toContain(words);
    expect(sentences).toHaveLength(2);
  });

  test("another required lesson in place of one requires less and more", () => {
    expect(said({ completion_rule: { ...rule, required_lessons: ["b"] } })).toHaveLength(3);
  });

  test("title, slug and being published are told without a word on what was reached", () => {
    expect(said({ title: "D", slug: "d", published: false })).toHaveLength(3);
    expect(said({ title: "D" })).toEqual([
      "New certificates will show the new title. Certificates already issued keep the old one.",
    ]);
  });
});
