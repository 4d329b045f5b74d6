import { expect, test } from "vitest";

import { resultText, startLabel } from "../src/teach/import-verdicts";

const NONE = { new: 0, updated: 0, unchanged: 0, bad: 0, refunded: 0, ended: 0, busy: 0 };

test("the button says what it imports", () => {
  expect(startLabel({ ...NONE, new: 3, updated: 1, bad: 2 }, "enroll")).toBe("Import 4 learners");
  expect(startLabel({ ...NONE, new: 1 }, "history")).toBe("Import 1 row of history");
  expect(startLabel({ ...NONE, unchanged: 5 }, "enroll")).toBe("Nothing to import");
});

test("the result says what was imported and what was not", () => {
  expect(resultText({ ...NONE, new: 3 })).toBe("3 rows imported.");
  expect(resultText({ ...NONE, new: 1, bad: 1, refunded: 1 })).toBe("1 row imported, 2 rows not.");
  expect(resultText({ ...NONE, unchanged: 2 })).toBe("Everything was so already.");
});
