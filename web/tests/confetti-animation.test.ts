import fc from "fast-check";
import { expect, test } from "vitest";

import { DURATION_SECONDS, pieceAt, scatter } from "../src/learn/confetti-animation";

const unit = fc.double({ min: 0, max: 1, noNaN: true });

test("every piece begins above the window, falls all the time, and is gone at the end", () => {
  fc.assert(
    fc.property(
      unit,
      fc.array(fc.double({ min: 0, max: DURATION_SECONDS, noNaN: true }), { minLength: 2 }),
      (luck, times) => {
        const [piece] = scatter(1, () => luck);
        if (!piece) throw new Error("nothing was thrown");
        expect(pieceAt(piece, 0).y).toBeLessThan(0);
        const heights = times.sort((one, other) => one - other).map((time) => pieceAt(piece, time).y);
        expect(heights).toEqual([...heights].sort((one, other) => one - other));
        expect(pieceAt(piece, DURATION_SECONDS).opacity).toBe(0);
      },
    ),
  );
});

test("a piece stays near where it was thrown", () => {
  fc.assert(
    fc.property(unit, fc.double({ min: 0, max: DURATION_SECONDS, noNaN: true }), (luck, time) => {
      const [piece] = scatter(1, () => luck);
      if (!piece) throw new Error("nothing was thrown");
      expect(Math.abs(pieceAt(piece, time).x - piece.x)).toBeLessThanOrEqual(0.05);
    }),
  );
});
