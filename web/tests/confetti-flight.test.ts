import fc from "fast-check";
import { expect, test } from "vitest";

import { ENDS_AFTER, place, scatter } from "../src/learn/confetti-flight";

const unit = fc.double({ min: 0, max: 1, noNaN: true });

test("every piece begins above the window, falls all the time, and is gone at the end", () => {
  fc.assert(
    fc.property(
      unit,
      fc.array(fc.double({ min: 0, max: ENDS_AFTER, noNaN: true }), { minLength: 2 }),
      (luck, times) => {
        const [piece] = scatter(1, () => luck);
        if (!piece) throw new Error("nothing was thrown");
        expect(place(piece, 0).y).toBeLessThan(0);
        const heights = times.sort((one, other) => one - other).map((time) => place(piece, time).y);
        expect(heights).toEqual([...heights].sort((one, other) => one - other));
        expect(place(piece, ENDS_AFTER).opacity).toBe(0);
      },
    ),
  );
});

test("a piece stays near where it was thrown", () => {
  fc.assert(
    fc.property(unit, fc.double({ min: 0, max: ENDS_AFTER, noNaN: true }), (luck, time) => {
      const [piece] = scatter(1, () => luck);
      if (!piece) throw new Error("nothing was thrown");
      expect(Math.abs(place(piece, time).x - piece.x)).toBeLessThanOrEqual(0.05);
    }),
  );
});
