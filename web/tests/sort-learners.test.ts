import fc from "fast-check";
import { expect, test } from "vitest";

import { type SortOrder, sortLearners } from "../src/teach/sort-learners";
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
