// Sentences about changes.
import { describe, expect, it } from "vitest";

import document from "../../src/shared/edge/openapi.json";
import { actorText, type Change, fieldLines, sentence, shownText } from "../src/teach/change-text";

const ENROLLED: Change = {
  change_id: "1",
  at: "2026-11-12T14:03:00.000000Z",
  actor: { kind: "instructor", user_id: "ana" },
  actor_name: "Ana Torres",
  action: "enrollment.created",
  course_id: "course-1",
  user_id: "u-7",
  learner_name: "Nguyễn Thị Ánh",
  certificate_id: null,
  import_id: null,
  fields: [],
};
const ME = { userId: "ana", name: "Ana of this session" };

type Action = Change["action"];
type Fields = Change["fields"];

const text = (changed: Partial<Change>) => {
  const change = { ...ENROLLED, ...changed };
  return (sentence(change, null, (name) => name).flat(Infinity) as string[]).join("");
};
const of = (action: Action, fields: Fields = []) => text({ action, fields });
const field = (name: string, before: Fields[number]["before"], after: Fields[number]["after"]) => ({
  field: name,
  before,
  after,
});
const lines = (action: Action, ...fields: Fields) => fieldLines({ ...ENROLLED, action, fields });

describe("who made a change", () => {
  it("is named as in the profile, else by id", () => {
    expect(text({})).toBe("Ana Torres enrolled Nguyễn Thị Ánh");
    expect(text({ actor_name: null })).toBe("ana enrolled Nguyễn Thị Ánh");
  });
  it("is known by the session's name, if it is who is signed in", () => {
    expect(actorText({ ...ENROLLED, actor_name: null }, ME)).toBe("Ana of this session");
    expect(actorText(ENROLLED, { userId: "ben", name: "Ben" })).toBe("Ana Torres");
  });
  it("may be no person", () => {
    expect(text({ actor: { kind: "payment", user_id: null } })).toBe("A purchase enrolled Nguyễn Thị Ánh");
    expect(text({ actor: { kind: "service", user_id: "client" } })).toBe("The shop enrolled Nguyễn Thị Ánh");
  });
});

describe("what happened", () => {
  it("names a learner without a name by id, and a file", () => {
    expect(text({ learner_name: null, import_id: "i" })).toBe("Ana Torres enrolled u-7, from a file");
  });
  it.each(document.components.schemas.ChangeAction.enum)("has a sentence for %s", (action) => {
    expect(of(action as Action)).not.toContain("made a change");
    expect(of(action as Action)).not.toContain("{");
  });
  it("is still told for an action of a later version", () => {
    expect(of("course.painted" as Action)).toBe("Ana Torres made a change");
  });
  it("is more telling where one thing was changed", () => {
    expect(of("course.changed", [field("published", false, true)])).toBe("Ana Torres published the course");
    expect(of("course.changed", [field("published", true, false)])).toBe("Ana Torres unpublished the course");
    expect(of("course.changed", [field("course_percent", 100, 80)])).toBe("Ana Torres changed the completion rule");
    expect(of("course.changed", [field("lessons_moved", null, true)])).toBe("Ana Torres changed the lessons");
    expect(of("course.changed", [field("title", "A", "B"), field("published", true, false)])).toBe(
      "Ana Torres changed the course",
    );
    const settings = "certificate_settings.changed";
    expect(of(settings, [field("enabled", false, true)])).toBe("Ana Torres turned certificates on");
    expect(of(settings, [field("template_version", 1, 2), field("template_file_name", "a.pdf", "b.pdf")])).toBe(
      "Ana Torres chose a template",
    );
    expect(of(settings, [field("template_version", 1, 2), field("template_ink", null, "#000000")])).toBe(
      "Ana Torres changed the template’s texts",
    );
  });
});

describe("what was changed", () => {
  it("is told from what to what", () => {
    expect(lines("course.changed", field("title", "Bread", "Rye"))).toEqual(["Title: Bread → Rye"]);
    expect(lines("course.changed", field("course_percent", 100, 80))).toEqual([
      "Part of the lessons to complete (%): 100 → 80",
    ]);
    expect(lines("enrollment.access_changed", field("access_expires_at", "2027-01-12T00:00:00Z", null))[0]).toMatch(
      /^End of access: .*2027.* → no end$/,
    );
    expect(lines("certificate.reissued", field("public_id", "A", "B"), field("issued_name", "An", "Anna"))).toEqual([
      "Name on the certificate: An → Anna",
    ]);
  });
  it("is told as it began where there was nothing", () => {
    expect(lines("enrollment.created", field("learner_name", null, "Anna"))).toEqual(["Name: Anna"]);
  });
  it("is told for lists, whose rest was cut", () => {
    expect(lines("course.changed", field("lessons_added", null, ["Salt", "Rye", "…"]))).toEqual([
      "Lessons added: Salt, Rye and more",
    ]);
    expect(lines("course.changed", field("lessons_removed", ["Salt"], null))).toEqual(["Lessons removed: Salt"]);
    expect(lines("course.changed", field("lessons_moved", null, true))).toEqual(["The lessons are in another order."]);
  });
  it("is not repeated after the sentence", () => {
    expect(lines("course.changed", field("published", false, true))).toEqual([]);
    expect(lines("certificate_settings.changed", field("enabled", false, true))).toEqual([]);
    expect(
      lines("certificate_settings.changed", field("enabled", false, true), field("extra_line", null, "x")),
    ).toEqual(["Certificates: off → on", "Extra line: x"]);
  });
  it("is told by its name for a field of a later version", () => {
    expect(lines("course.changed", field("colour", "red", "blue"))).toEqual(["colour: red → blue"]);
  });
});

it("says how much of a list is shown", () => {
  expect([shownText(1, true), shownText(25, false)]).toEqual(["All 1 change shown.", "25 changes shown."]);
});
