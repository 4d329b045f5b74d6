import { expect, test } from "vitest";

import { ProblemError } from "../src/api/client";
import { fieldErrors, missingName, toDraft, toInput } from "../src/manage/issuer-api";

const KEPT = { kind: "keep" } as const;
const NO_COLOURS = { primary_colour: null, accent_colour: null };
const NOTHING = { name: "", url: "", linkedin_organization_id: "", ...NO_COLOURS, logo: KEPT };

test("nothing is lost between the API and the fields", () => {
  for (const stored of [
    { name: null, url: null, linkedin_organization_id: null, ...NO_COLOURS },
    { name: "Hearth School", url: "https://hearth.example", linkedin_organization_id: "1337", ...NO_COLOURS },
    { name: "H", url: null, linkedin_organization_id: null, primary_colour: "#7a1f3d", accent_colour: "#f2c14e" },
  ])
    expect(toInput(toDraft({ ...stored, logo_sha256: null }))).toEqual(stored);
});

test("an organisation without a name is not saved while another field is filled in", () => {
  expect(missingName(NOTHING)).toEqual([]);
  expect(missingName({ ...NOTHING, name: "Hearth", url: "https://a.example" })).toEqual([]);
  for (const draft of [
    { ...NOTHING, url: "https://a.example" },
    { ...NOTHING, name: " ", linkedin_organization_id: "1" },
    { ...NOTHING, accent_colour: "#f2c14e" },
    { ...NOTHING, logo: { kind: "upload", upload_id: "u" } as const },
  ])
    expect(missingName(draft).map(({ path }) => path)).toEqual(["name"]);
});

test("the logo stays unless another is uploaded or it is removed", () => {
  const draft = toDraft({
    name: "Hearth",
    url: null,
    linkedin_organization_id: null,
    ...NO_COLOURS,
    logo_sha256: "0f",
  });
  expect(toInput(draft)).not.toHaveProperty("logo_upload_id");
  expect(toInput({ ...draft, logo: { kind: "upload", upload_id: "u" } }).logo_upload_id).toBe("u");
  expect(toInput({ ...draft, logo: { kind: "remove" } }).logo_upload_id).toBeNull();
});

test("a picture that is no logo is an error of the logo", () => {
  expect(fieldErrors(new ProblemError(422, "logo_invalid", "It is damaged.", {}))).toEqual([
    { path: "logo_upload_id", label: "Logo", detail: "It is damaged.", message: "" },
  ]);
});

test("an error that the API names is said at its field, in words", () => {
  const errors = [{ location: ["url"], message: "must match pattern ^https" }];
  const [wrong] = fieldErrors(new ProblemError(400, "invalid_request", "", { errors }));
  expect(wrong).toMatchObject({ path: "url", label: "Web site" });
  expect(wrong?.message).toContain("https://");
  expect(fieldErrors(new ProblemError(503, "unavailable", "", {}))).toEqual([]);
});
