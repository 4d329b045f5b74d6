import { expect, test } from "vitest";

import { formatDate } from "../src/ui/format";

const INSTANT = "2026-12-31T11:30:00Z";

test("a date is that of the time zone, wherever the reader is", () => {
  expect(formatDate(INSTANT, "long", "Pacific/Auckland")).toContain("2027");
  expect(formatDate(INSTANT, "long", "America/Los_Angeles")).toContain("2026");
  expect(formatDate(INSTANT, "medium", "UTC")).toContain("31");
});

test("a time zone that the browser does not know leaves the reader's own", () => {
  expect(formatDate(INSTANT, "long", "Europe/Atlantis")).toBe(
    new Date(INSTANT).toLocaleDateString(undefined, { dateStyle: "long" }),
  );
});
