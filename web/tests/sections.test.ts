import fc from "fast-check";
import { expect, test } from "vitest";

import { sectionsOf } from "../src/learn/sections";

const lesson = (id: string, section: string | null) => ({ id, section });

test("lessons in a row with the same title are one section, in course order", () => {
  const lessons = [
    lesson("a", null),
    lesson("b", "Basics"),
    lesson("c", "Basics"),
    lesson("d", null),
    lesson("e", "Basics"),
  ];
  expect(sectionsOf(lessons).map(({ title, lessons }) => [title, lessons.map(({ id }) => id)])).toEqual([
    [null, ["a"]],
    ["Basics", ["b", "c"]],
    [null, ["d"]],
    ["Basics", ["e"]],
  ]);
});

test("a course without sections is one list", () => {
  expect(sectionsOf([])).toEqual([]);
  expect(sectionsOf([lesson("a", null), lesson("b", null)])).toHaveLength(1);
});

test("no lesson is lost or moved, and neighbours differ", () => {
  const titles = fc.array(fc.constantFrom(null, "One", "Two"), { maxLength: 30 });
  fc.assert(
    fc.property(titles, (sections) => {
      const lessons = sections.map((section, index) => lesson(String(index), section));
      const found = sectionsOf(lessons);
      expect(found.flatMap((section) => section.lessons)).toEqual(lessons);
      found.slice(1).forEach((section, index) => expect(section.title).not.toBe(found[index]?.title));
    }),
  );
});
