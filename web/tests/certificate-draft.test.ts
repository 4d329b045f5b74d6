import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Schemas } from "../src/api/client";
import {
  type CertificateDraft,
  DEFAULT_STYLE,
  findConflicts,
  styleOf,
  toDraft,
  toInput,
  draftsEqual,
  mergeSaved,
  withoutUpload,
} from "../src/manage/certificate-draft";
import { FIRST_CHOICE } from "../src/manage/design-choice";

type Settings = Schemas["CertificateSettings"];

const settings = (more: Partial<Settings> = {}): Settings => ({
  certificate_enabled: false,
  certificate_signatory_name: "Ann",
  certificate_signatory_title: null,
  certificate_extra_line: null,
  template: null,
  safe_zone: { x_mm: 41.58, y_mm: 25.2, width_mm: 213.84, height_mm: 121.8, hint: "" },
  ...more,
});
const template = (version: number, more: Partial<Schemas["Template"]> = {}): Schemas["Template"] => ({
  version,
  file_name: "a.pdf",
  size_bytes: 1,
  sha256: "0".repeat(64),
  page_width_mm: 297,
  page_height_mm: 210,
  uploaded_at: "2026-01-01T00:00:00Z",
  ink: null,
  accent: null,
  placement: "middle",
  size: "M",
  signature: true,
  printed_url: true,
  warnings: [],
  ...more,
});
const uploaded = { kind: "file", file_name: "b.pdf", size_bytes: 2, upload_id: "u" } as const;

/** What the API stores of an input. */
function put(stored: Settings, input: Schemas["CertificateSettingsInput"]): Settings {
  const { template_upload_id, template_ink, template_accent, ...more } = input;
  const { template_placement, template_size, template_signature, template_printed_url, ...rest } = more;
  const style = {
    ...(template_ink !== undefined && { ink: template_ink }),
    ...(template_accent !== undefined && { accent: template_accent }),
    ...(template_placement !== undefined && { placement: template_placement }),
    ...(template_size !== undefined && { size: template_size }),
    ...(template_signature !== undefined && { signature: template_signature }),
    ...(template_printed_url !== undefined && { printed_url: template_printed_url }),
  };
  const next = (stored.template?.version ?? 0) + 1;
  // A new upload begins with the default style; a change of some of it keeps the rest.
  const restyled =
    stored.template && Object.keys(style).length > 0
      ? { ...stored.template, version: next, ...style }
      : stored.template;
  return {
    ...stored,
    ...rest,
    template: template_upload_id ? template(next, style) : restyled,
  };
}

const drawn = { kind: "design", choice: FIRST_CHOICE, upload_id: "d" } as const;
const text = fc.constantFrom("", "Ann", "Bob");
const colour = fc.constantFrom(null, "#112233", "#ffffff");
const style = {
  ink: colour,
  accent: colour,
  placement: fc.constantFrom("top", "middle", "bottom"),
  size: fc.constantFrom("S", "M", "L"),
  signature: fc.boolean(),
  printed_url: fc.boolean(),
} as const;
const anySettings = fc
  .record({
    enabled: fc.boolean(),
    name: text,
    title: text,
    line: text,
    version: fc.integer({ min: 0, max: 2 }),
    ...style,
  })
  .map(({ enabled, name, title, line, version, ...look }) =>
    settings({
      certificate_enabled: enabled,
      certificate_signatory_name: name || null,
      certificate_signatory_title: title || null,
      certificate_extra_line: line || null,
      template: version > 0 ? template(version, look) : null,
    }),
  );
const anyDraft: fc.Arbitrary<CertificateDraft> = fc.record({
  enabled: fc.boolean(),
  signatory_name: text,
  signatory_title: text,
  extra_line: text,
  template: fc.constantFrom(null, { kind: "default" } as const, uploaded, drawn),
  ...style,
});

describe("a certificate's settings while they are edited", () => {
  test("what was changed here is stored, and what others changed elsewhere stays", () => {
    fc.assert(
      fc.property(anySettings, anySettings, anyDraft, (base, stored, draft) => {
        const before = toDraft(base);
        const after = toDraft(put(stored, toInput(draft, base, stored)));
        for (const name of ["enabled", "signatory_name", "signatory_title", "extra_line"] as const)
          expect(after[name]).toBe(draft[name] === before[name] ? toDraft(stored)[name] : draft[name]);
      }),
    );
  });

  test("nobody's work is overwritten where nothing clashes", () => {
    fc.assert(
      fc.property(anySettings, anySettings, anyDraft, (base, stored, draft) => {
        fc.pre(findConflicts(draft, base, stored).length === 0);
        const after = put(stored, toInput(draft, base, stored));
        const [before, theirs, now] = [base, stored, after].map(toDraft) as [
          CertificateDraft,
          CertificateDraft,
          CertificateDraft,
        ];
        for (const name of ["enabled", "signatory_name", "signatory_title", "extra_line"] as const)
          if (theirs[name] !== before[name]) expect(now[name]).toBe(theirs[name]);
        if (stored.template?.version !== base.template?.version) expect(after.template).toBe(stored.template);
      }),
    );
  });

  test("what clashes is named", () => {
    const draft = {
      enabled: true,
      signatory_name: "Bob",
      signatory_title: "",
      extra_line: "",
      template: uploaded,
      ...DEFAULT_STYLE,
    };
    const stored = settings({ certificate_signatory_name: "Cid", template: template(1) });
    expect(findConflicts(draft, settings(), stored)).toEqual(["the signatory’s name", "the template"]);
    expect(findConflicts(draft, settings(), settings({ certificate_signatory_name: "Bob" }))).toEqual([]);
  });

  test("a file is only named to the API once it is uploaded", () => {
    const draft = { ...toDraft(settings()), template: { ...uploaded, upload_id: null } };
    expect(toInput(draft, settings(), settings())).toEqual({ certificate_enabled: false });
    expect(toInput({ ...draft, template: uploaded }, settings(), settings())).toEqual({
      certificate_enabled: false,
      template_upload_id: "u",
    });
  });

  test("of the template's style, what was chosen here is stored", () => {
    fc.assert(
      fc.property(anySettings, anyDraft, (base, draft) => {
        const after = put(base, toInput(draft, base, base));
        fc.pre(after.template !== null);
        expect(styleOf(toDraft(after))).toEqual(styleOf(draft));
      }),
    );
  });

  test("a design is only named to the API once it is drawn, and drawn again after a change", () => {
    const draft = { ...toDraft(settings()), template: drawn };
    expect(toInput(draft, settings(), settings()).template_upload_id).toBe("d");
    expect(toInput(withoutUpload(draft), settings(), settings())).toEqual({ certificate_enabled: false });
    expect(withoutUpload(draft).template).toEqual({ ...drawn, upload_id: null });
    const other = { ...drawn, choice: { ...FIRST_CHOICE, paper: "letter" } } as const;
    expect(draftsEqual(draft, { ...draft, template: other })).toBe(false);
  });

  test("a template that is chosen is a change", () => {
    const draft = toDraft(settings());
    expect(draftsEqual(draft, { ...draft, template: { kind: "default" } })).toBe(false);
    expect(draftsEqual(draft, { ...draft })).toBe(true);
  });

  test("once saved, nothing is left to save but what was written meanwhile", () => {
    fc.assert(
      fc.property(anySettings, anyDraft, text, (base, sent, later) => {
        const stored = put(base, toInput(sent, base, base));
        expect(draftsEqual(mergeSaved(sent, sent, stored), toDraft(stored))).toBe(true);
        const now = { ...sent, signatory_name: later };
        expect(mergeSaved(now, sent, stored).signatory_name).toBe(later);
      }),
    );
  });
});
