import { expect, test } from "vitest";

import { fileName, learnersCsv } from "../src/teach/learners-csv";
import { learner } from "./learners";

test("each learner is a line under the header", () => {
  const done = learner({
    user_id: "anh",
    learner_name: "Nguyễn Thị Ánh",
    percent: 100,
    completed_lessons: 3,
    published_lessons: 3,
    completed_at: "2026-02-03T17:05:21.480000Z",
    certificate_state: "issued",
  });
  const lines = learnersCsv([done, learner({ user_id: "-maya" })], 10)
    .slice(1)
    .split("\r\n");
  expect(lines).toEqual([
    '"Name","User id","Lessons completed","Lessons in the course","Percent","Completed at (UTC)","Certificate"',
    '"Nguyễn Thị Ánh","anh","3","3","100","2026-02-03 17:05:21","Issued"',
    `"","'-maya","0","10","0","","Not earned yet"`,
    "",
  ]);
});

test("a file is named after its course and the day", () => {
  expect(fileName("sourdough-bread", new Date(2026, 1, 3, 23, 59))).toBe("sourdough-bread-learners-2026-02-03.csv");
});
