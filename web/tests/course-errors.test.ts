import { describe, expect, test } from "vitest";

import { ProblemError } from "../src/api/client";
import { newDraft } from "../src/manage/course-draft";
import { fieldPaths, courseIdError, fieldErrors } from "../src/manage/course-errors";
import { newLesson, newSection } from "../src/manage/lesson-drafts";

const entries = [
  newSection("part", "Baking"),
  { ...newLesson("gone"), removed: true },
  { ...newLesson("one"), published: true },
  { ...newLesson("two"), required: true },
];
const draft = { ...newDraft(), entries };
const refused = (...errors: object[]) =>
  new ProblemError(400, "invalid_request", "The body does not match the schema.", { errors });

describe("what the API refuses", () => {
  test("stands at the field of the lesson that was sent, those taken out not counted", () => {
    const error = refused({ location: ["lessons", 1, "title"], message: "must match pattern ^(?=.*" });
    expect(fieldErrors(error, draft)).toEqual([
      {
        path: fieldPaths.lesson("two", "title"),
        label: "Lesson 2, title",
        message: "Enter a title of at most 200 characters, without line breaks.",
      },
    ]);
  });

  test("is said once where the API has two reasons that are one to people", () => {
    const place = { location: ["lessons", 0, "title"] };
    const error = refused({ ...place, message: "must be longer" }, { ...place, message: "must match pattern" });
    expect(fieldErrors(error, draft)).toHaveLength(1);
  });

  test("is said in the API's words where those are a sentence", () => {
    const detail = "A required lesson must be a published lesson of this course.";
    const error = refused({ location: ["completion_rule", "required_lessons", 0], message: detail });
    expect(fieldErrors(error, draft)).toEqual([
      { path: fieldPaths.lesson("two", "required"), label: "Lesson 2, required", detail, message: "" },
    ]);
  });

  test("a lesson that is wrong as a whole lacks its length", () => {
    expect(fieldErrors(refused({ location: ["lessons", 0], message: "must contain" }), draft)[0]?.path).toBe(
      fieldPaths.lesson("one", "duration_seconds"),
    );
  });

  test.each([
    [["slug"], "slug"],
    [["title"], "title"],
    [["completion_rule", "course_percent"], "course_percent"],
    [["lessons"], "lessons"],
    [[], ""],
  ])("at %o belongs to %o", (location, path) => {
    expect(fieldErrors(refused({ location, message: "must be otherwise" }), draft)[0]?.path).toBe(path);
  });

  test("the title of a section stands at its heading, once for all of its lessons", () => {
    const errors = [0, 1].map((index) => ({ location: ["lessons", index, "section"], message: "must match" }));
    expect(fieldErrors(refused(...errors), draft).map((error) => error.path)).toEqual([fieldPaths.section("part")]);
  });

  test("an address stands at its field, in the API's words", () => {
    const detail = "Media are allowed from https://media.example only.";
    const error = refused(
      { location: ["lessons", 0, "video_url"], message: detail },
      { location: ["picture_url"], message: detail },
    );
    expect(fieldErrors(error, draft)).toEqual([
      { path: fieldPaths.lesson("one", "video_url"), label: "Lesson 1, address of the video", detail, message: "" },
      { path: fieldPaths.picture, label: "Address of the picture", detail, message: "" },
    ]);
  });

  test("a slug that is taken stands at the slug", () => {
    expect(fieldErrors(new ProblemError(409, "slug_taken", "", {}), draft)[0]?.path).toBe("slug");
  });

  test("anything else belongs to no field", () => {
    expect(fieldErrors(new ProblemError(503, "unavailable", "", {}), draft)).toEqual([]);
    expect(fieldErrors(new ProblemError(400, "invalid_request", "", { errors: "no list" }), draft)).toEqual([]);
    expect(fieldErrors(new TypeError(), draft)).toEqual([]);
  });
});

describe("the id of a new course", () => {
  test("is one that the API takes, and not this page's own word", () => {
    expect(courseIdError("beekeeping")).toBeUndefined();
    expect(courseIdError("new")?.message).toContain("is reserved");
    for (const id of ["", "a b", "Ł", "a/b", "x".repeat(129)]) expect(courseIdError(id)?.path).toBe("course_id");
  });
});
