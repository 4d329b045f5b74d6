import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { add, hundredths, merge, type Range, totalSeconds, take, clip, subtract } from "../src/played";

const RANGE = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }));
const RANGES = fc.array(RANGE, { maxLength: 12 });

/** The whole seconds that ranges cover: what the bookkeeping is about, in the plainest form. */
function covered(ranges: readonly Range[]): Set<number> {
  const all = Array.from({ length: 61 }, (_, second) => second);
  return new Set(all.filter((second) => ranges.some(([start, end]) => start <= second && second < end)));
}

function tidy(ranges: readonly Range[]): boolean {
  return ranges.every(([start, end], place) => start < end && (ranges[place - 1]?.[1] ?? -1) < start);
}

describe("ranges of seconds", () => {
  test("cover together what each covers, sorted and apart from each other", () => {
    fc.assert(
      fc.property(RANGES, RANGES, (one, other) => {
        const merged = merge(one, other);
        expect(tidy(merged)).toBe(true);
        expect(covered(merged)).toEqual(new Set([...covered(one), ...covered(other)]));
      }),
    );
  });

  test("end the same in any order, however often they come", () => {
    const shuffled = RANGES.chain((ranges) =>
      fc.tuple(fc.constant(ranges), fc.shuffledSubarray(ranges, { minLength: ranges.length })),
    );
    fc.assert(
      fc.property(shuffled, ([ranges, again]) => {
        const one = ranges.reduce<Range[]>((all, [start, end]) => add(all, start, end), []);
        expect(again.reduce<Range[]>((all, [start, end]) => add(all, start, end), one)).toEqual(merge(again));
      }),
    );
  });

  test("that touch are one", () => {
    expect(merge([[10, 20]], [[0, 10]])).toEqual([[0, 20]]);
  });

  test("lose what others cover, and nothing else", () => {
    fc.assert(
      fc.property(RANGES, RANGES, (one, other) => {
        const left = subtract(one, other);
        const others = covered(other);
        expect(tidy(left)).toBe(true);
        expect(covered(left)).toEqual(new Set([...covered(one)].filter((second) => !others.has(second))));
      }),
    );
  });

  test("are taken from the first on, and the rest is left", () => {
    fc.assert(
      fc.property(RANGES, fc.integer({ min: 0, max: 15 }), (ranges, most) => {
        const [taken, left] = take(merge(ranges), most);
        expect(taken.length).toBeLessThanOrEqual(most);
        expect([...taken, ...left]).toEqual(merge(ranges));
      }),
    );
  });

  test("are cut to what lies within", () => {
    expect(clip([[-2, 3], [8, 12], [20, 30]], 0, 10)).toEqual([[0, 3], [8, 10]]); // prettier-ignore
  });

  test("are as long together as what they cover", () => {
    fc.assert(fc.property(RANGES, (ranges) => totalSeconds(ranges) === covered(ranges).size));
  });
});

describe("hundredths of a video", () => {
  test("count when their midpoint was played", () => {
    const duration = fc.double({ min: 0.5, max: 5000, noNaN: true });
    const share = fc.integer({ min: 0, max: 2000 }).map((part) => part / 2000);
    const shares = fc.array(fc.tuple(share, share), { maxLength: 6 });
    fc.assert(
      fc.property(duration, shares, (length, parts) => {
        const ranges = merge(parts.map(([start, end]): Range => [start * length, end * length]));
        const said = hundredths(ranges, length);
        for (let part = 0; part < 100; part += 1) {
          const middle = ((part + 0.5) * length) / 100;
          // A midpoint that a range begins or ends at may round either way.
          if (ranges.some((range) => range.some((edge) => Math.abs(edge - middle) < 1e-9 * length))) continue;
          expect(said.has(part)).toBe(ranges.some(([start, end]) => start <= middle && middle < end));
        }
      }),
    );
  });

  test("are all of them after the whole video, and none after slivers", () => {
    expect(hundredths([[0, 40]], 40).size).toBe(100);
    expect(hundredths([[0, 41]], 40).size).toBe(100);
    expect(hundredths([[0, 0.1], [0.3, 0.5]], 40).size).toBe(0); // prettier-ignore
  });
});
