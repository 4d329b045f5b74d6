import { expect, test } from "vitest";

import { ProblemError } from "../src/api/client";
import { cleanNote, noteError, rejectionText, refusedUndoText } from "../src/teach/assignment-api";
import { changeOf, listStatus, withChange } from "../src/teach/assignment-rows";

const TO_DO = { completed_at: null, marked_by: null, note: null, undone_at: null, undone_by: null };
const DONE = { ...TO_DO, completed_at: "2026-02-03T17:05:21.480000Z", marked_by: "admin-1" };
const ANNA = {
  user_id: "anna",
  learner_name: "Anna",
  name_mixes_scripts: false,
  percent: 75,
  completed_lessons: 3,
  published_lessons: 4,
  assignment: TO_DO,
};
const ALL = { lessonId: "loaf", onlyMissing: false, query: "" };

test("a note is sent without control characters and surrounding space", () => {
  expect(cleanNote("  Well\r\nbaked\u0007. \n")).toBe("Well\nbaked.");
});

test("a note may have 500 characters, of any plane", () => {
  expect(noteError("𝄞".repeat(500))).toBeUndefined();
  expect(noteError("x".repeat(501))).toBe("The note is 1 character too long.");
  expect(noteError("")).toBeUndefined();
});

test("a row shows what has become of it on the page", () => {
  expect(withChange(ANNA, undefined)).toEqual({ learner: ANNA, rejection: undefined });
  const marked = changeOf({ user_id: "anna", status: "marked", assignment: DONE });
  expect(withChange(ANNA, marked).learner.assignment).toEqual(DONE);
  const rejected = changeOf({ user_id: "anna", status: "rejected", code: "access_ended" });
  expect(withChange(ANNA, rejected).rejection).toContain("access");
});

test("a rejection that may pass asks for another try", () => {
  expect(rejectionText({ user_id: "anna", status: "rejected", code: "unavailable" })).toContain("try again");
  expect(rejectionText({ user_id: "anna", status: "rejected", code: "enrollment_not_found" })).not.toContain("again.");
});

test("a refused undo says what to do", () => {
  const refused = (code: string) => refusedUndoText(new ProblemError(409, code, "No.", {}));
  expect(refused("certificate_issued")).toContain("revoke");
  expect(refused("concurrent_change")).toContain("Reload");
  expect(refused("other")).toBeUndefined();
});

test("the status of the list says that pages may be short, and when nobody is left", () => {
  expect(listStatus(ALL, 0, true, false)).toBe("Looking through the learners…");
  expect(listStatus(ALL, 3, true, false)).toBe("3 learners so far.");
  expect(listStatus(ALL, 25, false, false)).toBe("");
  expect(listStatus(ALL, 0, false, true)).toContain("done for all");
  expect(listStatus({ ...ALL, onlyMissing: true }, 0, false, true)).toContain("alone");
  expect(listStatus({ ...ALL, query: "ann" }, 0, false, true)).toBe("Nobody found.");
});
