import { describe, expect, test } from "vitest";

import type { Schemas } from "../src/api/client";
import { DEFAULT_STYLE } from "../src/manage/certificate-draft";
import { describeZone, zoneOf } from "../src/manage/safe-zone";

const a4 = { x_mm: 41.58, y_mm: 25.2, width_mm: 213.84, height_mm: 121.8, hint: "" };
const portrait = { x_mm: 29.4, y_mm: 35.64, width_mm: 151.2, height_mm: 172.26, hint: "" };
const settings = (safe_zone: Schemas["SafeZone"], page?: [number, number]): Schemas["CertificateSettings"] => ({
  certificate_enabled: true,
  certificate_signatory_name: null,
  certificate_signatory_title: null,
  certificate_extra_line: null,
  safe_zone,
  template: page
    ? {
        version: 1,
        file_name: "a.pdf",
        size_bytes: 1,
        sha256: "",
        page_width_mm: page[0],
        page_height_mm: page[1],
        uploaded_at: "",
        ...DEFAULT_STYLE,
        warnings: [],
      }
    : null,
});

describe("the text area", () => {
  test("is in percent of the template's page", () => {
    const zone = zoneOf(settings(portrait, [210, 297]));
    for (const [share, percent] of [
      [zone.x, 14],
      [zone.y, 12],
      [zone.width, 72],
      [zone.height, 58],
    ] as const)
      expect(share).toBeCloseTo(percent, 5);
  });

  test("is of A4 across while there is no template, and the same of every page", () => {
    const without = zoneOf(settings(a4));
    const other = zoneOf(settings(portrait, [210, 297]));
    for (const side of ["x", "y", "width", "height"] as const) expect(without[side]).toBeCloseTo(other[side], 3);
  });

  test("is said in millimetres of the page at hand", () => {
    expect(describeZone(zoneOf(settings(a4)), { width_mm: 210, height_mm: 297 })).toBe(
      "On this 210 × 297 mm page, text is placed in an area of 151 × 172 mm, starting 29 mm from the left and 36 mm from the bottom.",
    );
  });
});
