import fc from "fast-check";
import { expect, test } from "vitest";

import type { Schemas } from "../src/api/client";
import { loadCourses } from "../src/learn/use-my-courses";

type MyCourse = Schemas["MyCourse"];

const course = (number: number): MyCourse => ({
  course_id: `course-${number}`,
  slug: `course-${number}`,
  title: `Course ${number}`,
  description: null,
  picture_url: null,
  published: true,
  percent: 0,
  completed_lessons: 0,
  published_lessons: 1,
  completed_at: null,
  badge: false,
  access_ended: false,
  certificate_state: "locked",
  verification_url: null,
});

/** A list as the API pages it: at most a hundred a call, a cursor behind each page that is not the last. */
function listOf(all: readonly MyCourse[]) {
  const limits: number[] = [];
  const ask = (limit: number, cursor: string | null): Promise<Schemas["MyCourses"]> => {
    limits.push(limit);
    const from = Number(cursor ?? 0);
    const end = from + limit;
    return Promise.resolve({
      items: all.slice(from, end),
      next_cursor: end < all.length ? String(end) : null,
      continue_watching: null,
    });
  };
  return { ask, limits };
}

test("as many courses are shown as were asked for, in order, and what follows is known", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 350 }), fc.integer({ min: 1, max: 350 }), async (count, wanted) => {
      const all = Array.from({ length: count }, (_, index) => course(index));
      const { ask, limits } = listOf(all);
      const found = await loadCourses(wanted, ask);
      expect(found.items).toEqual(all.slice(0, wanted));
      expect(found.next_cursor === null).toBe(count <= wanted);
      expect(Math.max(...limits)).toBeLessThanOrEqual(100);
      expect(limits.length).toBe(Math.max(1, Math.ceil(Math.min(count, wanted) / 100)));
    }),
  );
});

test("a page that fails fails the whole, so that no half of the list is shown", async () => {
  const { ask } = listOf(Array.from({ length: 150 }, (_, index) => course(index)));
  const failing = (limit: number, cursor: string | null) =>
    cursor === null ? ask(limit, cursor) : Promise.reject(new TypeError("no network"));
  await expect(loadCourses(150, failing)).rejects.toThrow("no network");
});

test("of pages that each offer a course to start, the first page's is offered", async () => {
  const all = Array.from({ length: 150 }, (_, index) => course(index));
  const { ask } = listOf(all);
  const offering = async (limit: number, cursor: string | null): Promise<Schemas["MyCourses"]> => {
    const page = await ask(limit, cursor);
    const offered = { lesson_id: "first", lesson_title: "First", position_seconds: 0, started: false };
    const slug = page.items[0]?.slug ?? "";
    return { ...page, continue_watching: { ...offered, course_slug: slug, course_title: slug } };
  };
  expect((await loadCourses(150, offering)).continue_watching?.course_slug).toBe("course-0");
  const onlyLater = async (limit: number, cursor: string | null) =>
    cursor === null ? ask(limit, cursor) : offering(limit, cursor);
  expect((await loadCourses(150, onlyLater)).continue_watching?.course_slug).toBe("course-100");
});
