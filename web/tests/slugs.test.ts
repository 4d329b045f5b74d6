import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { uniqueSlug, slugify } from "../src/manage/slugs";

describe("a name made from a title", () => {
  test.each([
    ["Beekeeping for Beginners", "beekeeping-for-beginners"],
    ["  The bee’s year: a colony!  ", "the-bees-year-a-colony"],
    ["Nguyễn Thị Ánh đến Łódź", "nguyen-thi-anh-den-lodz"],
    ["Straße & Smørrebrød № 3", "strasse-smorrebrod-no-3"],
    ["Пчёлы", ""],
    ["李小龙", ""],
  ])("%s becomes %s", (title, name) => expect(slugify(title)).toBe(name));

  test("any title gives a name that the API takes, or none", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (title) => {
        expect(slugify(title)).toMatch(/^$|^(?!-)[a-z0-9-]{1,100}(?<!-)$/);
      }),
    );
  });

  test("a name gives the same name again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (title) => {
        expect(slugify(slugify(title))).toBe(slugify(title));
      }),
    );
  });

  test("a name that is taken gets the lowest number that is free", () => {
    expect(uniqueSlug("hive", new Set())).toBe("hive");
    expect(uniqueSlug("hive", new Set(["hive", "hive-2", "hive-4"]))).toBe("hive-3");
  });
});
