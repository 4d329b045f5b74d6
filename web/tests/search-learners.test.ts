import fc from "fast-check";
import { expect, test } from "vitest";

import { normalize, searchLearners, type SortOrder, sortLearners } from "../src/teach/search-learners";
import { learner } from "./learners";

const anyName = fc.option(
  fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("Łukasz", "lukas", "محمد", " ", "")),
);
const anyone = fc
  .record({
    user_id: fc.stringMatching(/^[a-z0-9-]{1,8}$/),
    learner_name: anyName,
    percent: fc.integer({ min: 0, max: 100 }),
    completed_at: fc.option(fc.constantFrom("2026-01-01T00:00:00.000000Z", "2026-03-01T00:00:00.000000Z")),
  })
  .map(learner);
const everyone = fc.array(anyone, { maxLength: 30 });
const anyOrder = fc.constantFrom<SortOrder>("id", "name", "least", "most", "newest");

test.each([
  ["Łukasz Wójcik", "lukasz wojcik"],
  ["Nguyễn Thị Ánh", "nguyen thi anh"],
  ["Øyvind Strauß", "oyvind strauss"],
  ["İlker Işık", "ilker isik"],
  ["ＡＮＮＡ", "anna"],
  ["مُحَمَّد", "محمد"],
  ["שָׂרָה", "שרה"],
  ["Ἀλέξανδρος", "αλεξανδρος"],
])("%s is found by %s", (name, typed) => {
  expect(normalize(name)).toBe(normalize(typed));
  expect(searchLearners([learner({ learner_name: name })], typed)).toHaveLength(1);
});

test("words are found in any order, in name and id together", () => {
  const anna = learner({ user_id: "learner-7", learner_name: "Anna Maria Berg" });
  expect(searchLearners([anna], "berg anna")).toEqual([anna]);
  expect(searchLearners([anna], "learner-7 anna")).toEqual([anna]);
  expect(searchLearners([anna], "anna smith")).toEqual([]);
});

test("whoever has no name is found by id", () => {
  expect(searchLearners([learner({ user_id: "learner-7" })], "NER-7")).toHaveLength(1);
});

test("an empty search finds everybody", () => {
  fc.assert(
    fc.property(everyone, (all) => {
      expect(searchLearners(all, "  ")).toEqual(all);
    }),
  );
});

test("everybody is found by their own name, and by any piece of it", () => {
  fc.assert(
    fc.property(anyone, fc.nat(), fc.nat(), (one, from, length) => {
      const name = Array.from(normalize(one.learner_name ?? ""));
      const piece = name.slice(from % (name.length + 1)).slice(0, length % (name.length + 1));
      expect(searchLearners([one], one.learner_name ?? "")).toEqual([one]);
      expect(searchLearners([one], piece.join(""))).toEqual([one]);
    }),
  );
});

test("a search that goes on page by page finds what a search of everybody finds", () => {
  fc.assert(
    fc.property(everyone, fc.nat(30), fc.constantFrom("a", "l", "محمد", "1 a"), (all, cut, query) => {
      expect([...searchLearners(all.slice(0, cut), query), ...searchLearners(all.slice(cut), query)]).toEqual(
        searchLearners(all, query),
      );
    }),
  );
});

test("an order loses nobody, doubles nobody, and leaves the list it was given alone", () => {
  fc.assert(
    fc.property(everyone, anyOrder, (all, order) => {
      const before = [...all];
      const after = sortLearners(all, order);
      expect(all).toEqual(before);
      expect(after).toHaveLength(all.length);
      expect(new Set(after)).toEqual(new Set(all));
    }),
  );
});

test("an order by progress goes up or down all the way, and those who stand alike keep their places", () => {
  fc.assert(
    fc.property(everyone, (all) => {
      const least = sortLearners(all, "least");
      const most = sortLearners(all, "most");
      for (let at = 1; at < all.length; at += 1) {
        const [one, other] = [least[at - 1], least[at]];
        if (!one || !other) throw new Error("too short");
        expect(one.percent).toBeLessThanOrEqual(other.percent);
        if (one.percent === other.percent) expect(all.indexOf(one)).toBeLessThan(all.indexOf(other));
        expect(most[at - 1]?.percent).toBeGreaterThanOrEqual(most[at]?.percent ?? NaN);
      }
    }),
  );
});

test("names go from A to Z whatever their accents and capitals, and whoever has none comes last", () => {
  const names = ["zoë", null, "Ánh", "Łukasz", "anna", "  ", "Anna 10", "Anna 9"];
  const after = sortLearners(
    names.map((learner_name) => learner({ learner_name })),
    "name",
  );
  expect(after.map((one) => one.learner_name)).toEqual([
    "Ánh",
    "anna",
    "Anna 9",
    "Anna 10",
    "Łukasz",
    "zoë",
    null,
    "  ",
  ]);
});

test("who completed last comes first, and who did not comes last", () => {
  const days = ["2026-01-01T00:00:00.000000Z", null, "2026-03-01T00:00:00.000000Z"];
  const after = sortLearners(
    days.map((completed_at) => learner({ completed_at })),
    "newest",
  );
  expect(after.map((one) => one.completed_at)).toEqual([days[2], days[0], null]);
});
