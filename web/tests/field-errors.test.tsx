import { describe, expect, test } from "vitest";

import { errorAt, errorText } from "../src/manage/field-errors";

describe("the error of a field", () => {
  test("is a text where it is the page's own", () => {
    const errors = [{ path: "slug", label: "Slug", message: "Choose another one." }];
    expect(errorAt(errors, "slug")).toBe("Choose another one.");
    expect(errorAt(errors, "title")).toBeUndefined();
  });

  test("is marked as English where the API says it, but not what the page adds", () => {
    expect(errorText({ detail: "No PDF.", message: "Nichts geändert." })).toMatchObject({
      props: { children: [{ type: "bdi", props: { lang: "en", children: "No PDF." } }, " Nichts geändert."] },
    });
  });
});
