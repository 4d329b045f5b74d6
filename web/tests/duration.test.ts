import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseDuration, formatDuration } from "../src/manage/duration";

describe("a video's length", () => {
  test.each([
    [240, "4:00"],
    [612.5, "10:12.5"],
    [3723, "1:02:03"],
    [0.25, "0:00.25"],
    [59.9999, "1:00"],
  ])("%d seconds are written %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  test.each([
    ["4:05", 245],
    [" 90:00 ", 5400],
    ["1:02:03", 3723],
    ["12", 720],
    ["10:12,5", 612.5],
  ])("%s is read", (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  test.each(["", "four", "4:60", "1:60:00", "-1:00", "4:5:6:7", "1e3", "4 05", "::", "∞"])("%s is no length", (text) =>
    expect(parseDuration(text)).toBeNull(),
  );

  test("what is written is read as the same length, to a thousandth of a second", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 172_800_000 }), (thousandths) => {
        expect(parseDuration(formatDuration(thousandths / 1000))).toBe(thousandths / 1000);
      }),
    );
  });
});
