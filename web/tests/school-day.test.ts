import { expect, test } from "vitest";

import { endOfDay, lastDay } from "../src/teach/school-day";

test.each([
  ["2026-12-31", "UTC", "2027-01-01T00:00:00.000Z"],
  ["2026-12-31", "Europe/Berlin", "2026-12-31T23:00:00.000Z"],
  ["2026-06-30", "America/Los_Angeles", "2026-07-01T07:00:00.000Z"],
  ["2026-06-30", "Pacific/Auckland", "2026-06-30T12:00:00.000Z"],
  // Clocks are put forward and back at night.
  ["2026-03-28", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
  ["2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
])("access on %s in %s ends at %s", (day, zone, instant) => {
  expect(endOfDay(day, zone)).toBe(instant);
  expect(lastDay(instant, zone)).toBe(day);
});

test("access that ends during a day includes it", () => {
  expect(lastDay("2026-12-31T12:00:00Z", "Europe/Berlin")).toBe("2026-12-31");
});

test("a time zone that the browser does not know is that of the reader", () => {
  expect(endOfDay("2026-12-31", "Mars/Olympus_Mons")).toMatch(/^202[67]-/);
});
