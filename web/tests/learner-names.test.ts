import { expect, test } from "vitest";

import type { Schemas } from "../src/api/client";
import { namesOf, shownName } from "../src/manage/learner-names";
import { byLearner } from "../src/teach/found-learners";

const found = (user_id: string, course_id: string): Schemas["FoundLearner"] => ({
  user_id,
  course_id,
  course_title: course_id,
  learner_name: null,
  name_mixes_scripts: false,
  percent: 0,
  completed_lessons: 0,
  published_lessons: 0,
  completed_at: null,
});

function course(name: string | null, issuedName?: string, status: "active" | "revoked" = "active") {
  const certificate = issuedName === undefined ? null : ({ issued_name: issuedName, status } as Schemas["Certificate"]);
  return { ...found("anna", "bread"), learner_name: name, certificate } as Schemas["LearnersCourse"];
}

test("each name is listed once, and revoked or erased ones of certificates are not", () => {
  const courses = [
    course("Anna"),
    course("Anna", "Ana"),
    course(null, "Anna", "revoked"),
    course(" "),
    course("Ann", ""),
  ];
  expect(namesOf({ userId: "anna", profileName: null, courses })).toEqual({
    inCourses: ["Anna", "Ann"],
    onCertificates: ["Ana"],
  });
});

test("a learner without a name in a course is shown by another name, or by the ID", () => {
  const overview = { userId: "anna", profileName: null, courses: [course(null)] };
  expect(shownName(overview)).toBe("anna");
  expect(shownName({ ...overview, profileName: "Own" })).toBe("Own");
  expect(shownName({ ...overview, courses: [course(null, "Issued")] })).toBe("Issued");
});

test("the courses of a learner are one result", () => {
  const results = [found("anna", "bread"), found("anna", "rye"), found("ben", "bread")];
  expect(byLearner(results).map((group) => group.map(({ course_id }) => course_id))).toEqual([
    ["bread", "rye"],
    ["bread"],
  ]);
  expect(byLearner([])).toEqual([]);
});
