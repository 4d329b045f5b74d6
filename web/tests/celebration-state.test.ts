import "fake-indexeddb/auto";

import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

import { shouldCelebrate } from "../src/learn/celebration-state";

let learners = 0;
const somebody = () => `learner-${++learners}`;

describe("a course turns complete on a device", () => {
  test("for who saw it incomplete here, once", async () => {
    const learner = somebody();
    expect(await shouldCelebrate(learner, "bread", false)).toBe(false);
    expect(await shouldCelebrate(learner, "bread", true)).toBe(true);
    expect(await shouldCelebrate(learner, "bread", true)).toBe(false);
  });

  test("not for who was complete before this device looked", async () => {
    const learner = somebody();
    expect(await shouldCelebrate(learner, "bread", true)).toBe(false);
    expect(await shouldCelebrate(learner, "bread", true)).toBe(false);
  });

  test("for each learner and course apart", async () => {
    const [one, other] = [somebody(), somebody()];
    await shouldCelebrate(one, "bread", false);
    await shouldCelebrate(one, "knots", false);
    expect(await shouldCelebrate(other, "bread", true)).toBe(false);
    expect(await shouldCelebrate(one, "bread", true)).toBe(true);
    expect(await shouldCelebrate(one, "knots", true)).toBe(true);
  });

  test("in one of several tabs that look at the same time", async () => {
    const learner = somebody();
    await shouldCelebrate(learner, "bread", false);
    const told = await Promise.all([1, 2, 3].map(() => shouldCelebrate(learner, "bread", true)));
    expect(told.filter(Boolean)).toHaveLength(1);
  });

  test("once at most, whatever answers come late", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 12 }), async (looks) => {
        const learner = somebody();
        const told = [];
        for (const completed of looks) told.push(await shouldCelebrate(learner, "bread", completed));
        const first = looks.indexOf(true);
        // The first look that finds it complete, if one before did not.
        const expected = looks.map((_, index) => index === first && first > 0);
        expect(told).toEqual(expected);
      }),
    );
  });

  test("even where the browser keeps nothing, as long as the page lives", async () => {
    const learner = somebody();
    const open = vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("no storage", "SecurityError");
    });
    vi.resetModules();
    const fresh = await import("../src/learn/celebration-state");
    expect(await fresh.shouldCelebrate(learner, "bread", false)).toBe(false);
    expect(await fresh.shouldCelebrate(learner, "bread", true)).toBe(true);
    expect(await fresh.shouldCelebrate(learner, "bread", true)).toBe(false);
    expect(open).toHaveBeenCalled();
    open.mockRestore();
  });
});
