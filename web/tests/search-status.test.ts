import { expect, test } from "vitest";

import { searchStatus } from "../src/teach/search-status";

const SEARCH = { query: "anna", matches: 3, loaded: 75, total: 240, complete: false };

test("a search says how far it is", () => {
  expect(searchStatus(SEARCH)).toBe("3 found so far. Searched 75 of 240 learners.");
});

test("a search that is done says what it found", () => {
  const done = { ...SEARCH, loaded: 240, complete: true };
  expect(searchStatus(done)).toBe("3 of 240 learners match.");
  expect(searchStatus({ ...done, matches: 1 })).toBe("1 of 240 learners matches.");
  expect(searchStatus({ ...done, matches: 0 })).toBe("No matches among 240 learners.");
});

test("an order says how many are loaded until all are", () => {
  const order = { ...SEARCH, query: " ", matches: 75 };
  expect(searchStatus(order)).toBe("Sorting: 75 of 240 learners loaded.");
  expect(searchStatus({ ...order, loaded: 240, complete: true })).toBe("");
});
