import { expect, test } from "vitest";

import { foundStatus, searchStatus } from "../src/teach/search-status";

const SEARCH = { query: "anna", sorts: false, loaded: 25, total: 240, loading: false, complete: false };

test("a search says what it has found so far", () => {
  expect(searchStatus({ ...SEARCH, loaded: 0, loading: true })).toBe("Searching…");
  expect(searchStatus({ ...SEARCH, loading: true })).toBe("25 found so far.");
  expect(searchStatus(SEARCH)).toBe("More than 25 learners found.");
});

test("a search that is done says what it found", () => {
  const done = { ...SEARCH, complete: true };
  expect(searchStatus({ ...done, loaded: 3 })).toBe("3 learners found.");
  expect(searchStatus({ ...done, loaded: 1 })).toBe("1 learner found.");
  expect(searchStatus({ ...done, loaded: 0 })).toBe("Nobody found.");
});

test("a search that failed before it found anybody says nothing", () => {
  expect(foundStatus(0, false, false)).toBe("");
});

test("an order says how many are loaded until all are", () => {
  const order = { ...SEARCH, query: "", sorts: true, loaded: 75 };
  expect(searchStatus(order)).toBe("Sorting: 75 of 240 learners loaded.");
  expect(searchStatus({ ...order, loaded: 240, complete: true })).toBe("");
  expect(searchStatus({ ...order, sorts: false })).toBe("");
});
