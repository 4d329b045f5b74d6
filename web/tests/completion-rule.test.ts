import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { requiredLessonCount, describeRule } from "../src/ui/completion-rule";

const lesson = (number: number, kind: "video" | "article" = "video") => ({
  lesson_id: `lesson-${number}`,
  title: `Lesson ${number}`,
  kind,
});
const lessons = (count: number) => Array.from({ length: count }, (_, index) => lesson(index + 1));
const rule = (course_percent: number, required_lessons: string[] = [], lesson_watch_percent = 90) => ({
  course_percent,
  required_lessons,
  lesson_watch_percent,
});

describe("a rule in sentences", () => {
  test("the usual rule asks for all lessons", () => {
    expect(describeRule(rule(100), lessons(10))).toEqual([
      "A video is complete once 90% of it has been played.",
      "The course is complete once every lesson is complete.",
    ]);
  });

  test("a course without videos does not speak of them", () => {
    expect(describeRule(rule(100), [lesson(1, "article")])).toEqual([
      "The course is complete once every lesson is complete.",
    ]);
  });

  test("a whole video is not called 100%", () => {
    expect(describeRule(rule(100, [], 100), lessons(1))[0]).toBe("A video is complete once all of it has been played.");
  });

  test("a share is said in lessons", () => {
    expect(describeRule(rule(60), lessons(10))[1]).toBe(
      "The course is complete once 6 of its 10 lessons (60%) are complete.",
    );
  });

  test("required lessons are named, those of no published lesson are not", () => {
    expect(describeRule(rule(60, ["lesson-2", "lesson-7", "gone"]), lessons(10))[1]).toBe(
      "The course is complete once 6 of its 10 lessons (60%) are complete, including “Lesson 2” and “Lesson 7”.",
    );
  });

  test("many required lessons are counted", () => {
    const required = lessons(5).map(({ lesson_id }) => lesson_id);
    expect(describeRule(rule(60, required), lessons(10))[1]).toBe(
      "The course is complete once 6 of its 10 lessons (60%) are complete, including the 5 required lessons.",
    );
  });

  test("required lessons that meet the share by themselves are all that is said", () => {
    expect(describeRule(rule(10, ["lesson-1", "lesson-2"]), lessons(10))[1]).toBe(
      "The course is complete once “Lesson 1” and “Lesson 2” are complete.",
    );
  });

  test("required lessons are nothing more where all are asked for", () => {
    expect(describeRule(rule(95, ["lesson-1"]), lessons(10))[1]).toBe(
      "The course is complete once every lesson is complete.",
    );
  });

  test("a course without a lesson says so", () => {
    expect(describeRule(rule(100), [])).toEqual([
      "This course has no published lessons yet, so it cannot be completed.",
    ]);
  });

  test("the lessons asked for are the fewest that reach the share", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1000 }), (percent, count) => {
        const asked = requiredLessonCount(rule(percent), count);
        expect(asked * 100).toBeGreaterThanOrEqual(count * percent);
        expect((asked - 1) * 100).toBeLessThan(count * percent);
      }),
    );
  });
});
