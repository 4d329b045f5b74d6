import { describe, expect, test } from "vitest";

import { ProblemError } from "../src/api/client";
import { DEFAULT_STYLE } from "../src/manage/certificate-draft";
import { fieldPaths, fieldErrors } from "../src/manage/certificate-errors";
import { FIRST_CHOICE } from "../src/manage/design-choice";
import { UploadRefusedError } from "../src/manage/upload";

const draft = {
  enabled: true,
  signatory_name: "Ann",
  signatory_title: "Chief 𓇋",
  extra_line: "",
  template: null,
  ...DEFAULT_STYLE,
};
const refused = (status: number, code: string, detail = "", document = {}) =>
  fieldErrors(new ProblemError(status, code, detail, document), draft);

describe("what is refused in a certificate's settings", () => {
  test("a missing template is said at the switch", () => {
    expect(refused(409, "template_missing")[0]?.path).toBe(fieldPaths.enabled);
  });

  test("a bad template is said at the template, with the API's reason", () => {
    expect(refused(422, "template_invalid", "This file is not a PDF.")).toEqual([
      {
        path: fieldPaths.template,
        label: "Template",
        detail: "This file is not a PDF.",
        message: "Nothing was changed.",
      },
    ]);
    expect(refused(413, "template_too_large", "At most 10 MiB.")[0]?.path).toBe(fieldPaths.template);
  });

  test("a character that no font has is said at the field that has it", () => {
    const detail = "None of the installed fonts contains the character '𓇋' (U+131CB).";
    expect(refused(409, "name_not_printable", detail)[0]?.path).toBe(fieldPaths.title);
    const inName = { ...draft, signatory_name: "𓇋" };
    expect(fieldErrors(new ProblemError(409, "name_not_printable", detail, {}), inName)[0]?.path).toBe(fieldPaths.name);
    const inLine = { ...draft, signatory_title: "Chief", extra_line: "12 𓇋" };
    const unprintable = new ProblemError(409, "name_not_printable", detail, {});
    expect(fieldErrors(unprintable, inLine)[0]?.path).toBe(fieldPaths.extraLine);
    expect(refused(409, "name_not_printable", "None.")[0]?.path).toBe(fieldPaths.name);
  });

  test("what is wrong with a design is said at its field", () => {
    const template = { kind: "design", choice: { ...FIRST_CHOICE, heading: "Diploma 𓇋" }, upload_id: null } as const;
    const detail = "None of the installed fonts contains the character '𓇋' (U+131CB).";
    const unprintable = new ProblemError(409, "name_not_printable", detail, {});
    expect(fieldErrors(unprintable, { ...draft, template })[0]?.path).toBe(fieldPaths.heading);
    // Once it is drawn, its heading is printable.
    expect(fieldErrors(unprintable, { ...draft, template: { ...template, upload_id: "d" } })[0]?.path).toBe(
      fieldPaths.title,
    );
    expect(refused(409, "logo_missing", "The issuer has no logo.")[0]?.path).toBe(fieldPaths.logo);
  });

  test.each([
    ["EntityTooLarge", "at most 10 MB"],
    ["EntityTooSmall", "empty"],
    ["AccessDenied", "Save again"],
    ["SlowDown", "503 SlowDown"],
  ])("the storage's %s is put into words", (code, words) => {
    const [wrong] = fieldErrors(new UploadRefusedError(503, code), draft);
    expect(wrong?.path).toBe(fieldPaths.template);
    expect(wrong?.message).toContain(words);
    expect(wrong?.message).toContain("Nothing was changed.");
  });

  test("a place that the API names is a field, and that of an upload the template", () => {
    const errors = [
      { location: ["certificate_signatory_name"], message: "must match pattern" },
      { location: ["file_name"], message: "must be shorter" },
    ];
    expect(refused(400, "invalid_request", "", { errors }).map((wrong) => wrong.path)).toEqual([
      fieldPaths.name,
      fieldPaths.template,
    ]);
  });

  test("anything else belongs to no field", () => {
    expect(refused(503, "unavailable")).toEqual([]);
    expect(fieldErrors(new TypeError(), draft)).toEqual([]);
  });
});
