import { describe, expect, test } from "vitest";

import { instructorIds, instructorsText } from "../src/manage/instructors";

describe("the instructors of a course, as typed", () => {
  test("there is one user ID on each line", () => {
    expect(instructorsText(["ines", "olga@example.com"])).toBe("ines\nolga@example.com");
    expect(instructorIds("ines\nolga@example.com")).toEqual(["ines", "olga@example.com"]);
  });

  test("blank lines, spaces and commas around user IDs do not matter, and each counts once", () => {
    expect(instructorIds("\n  ines ,\r\nolga; ines\n\n")).toEqual(["ines", "olga"]);
    expect(instructorIds(" \n")).toEqual([]);
  });

  test("what is no user ID is left for the API to refuse", () => {
    expect(instructorIds("inès")).toEqual(["inès"]);
  });
});
