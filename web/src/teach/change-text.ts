// Sentences about changes, for the staff: who did what, and what was changed.
import type { ComponentChild } from "preact";

import type { Schemas } from "../api/client";
import { key, type PlainKey, rich, t } from "../texts/texts";
import { formatDateTime } from "../ui/format";

export type Change = Schemas["ListedChange"];
type Field = Schemas["ChangedField"];
type Value = Field["before"];

/** Who is signed in, whose own name is known without a profile. */
interface Self {
  readonly userId: string;
  readonly name: string;
}

/** Sentences about changes that always say the same. */
const SENTENCES = {
  "course.created": key("changes.course_created"),
  "issuer.changed": key("changes.issuer_changed"),
  "issuer.removed": key("changes.issuer_removed"),
  "enrollment.created": key("changes.enrolled"),
  "enrollment.cancelled": key("changes.enrollment_cancelled"),
  "enrollment.reinstated": key("changes.enrollment_reinstated"),
  "enrollment.access_changed": key("changes.enrollment_access"),
  "enrollment.name_changed": key("changes.enrollment_name"),
  "enrollment.completed": key("changes.enrollment_completed"),
  "enrollment.changed": key("changes.enrollment_order"),
  "assignment.marked": key("changes.assignment_marked"),
  "assignment.undone": key("changes.assignment_undone"),
  "certificate.revoked": key("changes.certificate_revoked"),
  "certificate.reinstated": key("changes.certificate_reinstated"),
  "certificate.reissued": key("changes.certificate_reissued"),
} as const;
const OTHER = key("changes.other");

/** More telling sentences for changes of a course: of these fields alone. */
const OF_COURSE = [
  {
    fields: ["lesson_watch_percent", "course_percent", "required_lessons"],
    sentence: key("changes.course_rule"),
  },
  {
    fields: ["lessons_added", "lessons_removed", "lessons_changed", "lessons_moved"],
    sentence: key("changes.course_lessons"),
  },
  { fields: ["instructors"], sentence: key("changes.course_instructors") },
] as const;

const LABELS: Readonly<Partial<Record<string, PlainKey>>> = {
  title: key("changes.field_title"),
  slug: key("changes.field_slug"),
  published: key("changes.field_published"),
  language: key("changes.field_language"),
  description: key("changes.field_description"),
  picture_url: key("changes.field_picture"),
  lesson_watch_percent: key("changes.field_watch"),
  course_percent: key("changes.field_course_percent"),
  required_lessons: key("changes.field_required"),
  instructors: key("changes.field_instructors"),
  lessons_added: key("changes.field_lessons_added"),
  lessons_removed: key("changes.field_lessons_removed"),
  lessons_changed: key("changes.field_lessons_changed"),
  enabled: key("changes.field_certificates"),
  signatory_name: key("changes.field_signatory"),
  signatory_title: key("changes.field_signatory_title"),
  extra_line: key("changes.field_extra_line"),
  template_version: key("changes.field_template_version"),
  template_file_name: key("changes.field_template"),
  template_ink: key("changes.field_ink"),
  template_accent: key("changes.field_accent"),
  template_placement: key("changes.field_placement"),
  template_size: key("changes.field_size"),
  template_signature: key("changes.field_signature"),
  template_printed_url: key("changes.field_printed_url"),
  name: key("changes.field_name"),
  url: key("changes.field_url"),
  linkedin_organization_id: key("changes.field_linkedin"),
  primary_colour: key("changes.field_primary_colour"),
  accent_colour: key("changes.field_accent_colour"),
  status: key("changes.field_status"),
  learner_name: key("changes.field_learner_name"),
  access_expires_at: key("changes.field_access"),
  completed_at: key("changes.field_completed"),
  order_id: key("changes.field_order"),
  subscription_id: key("changes.field_subscription"),
  lesson_title: key("changes.field_assignment"),
  reason: key("changes.field_reason"),
  issued_name: key("changes.field_issued_name"),
};

/** Fields that have a sentence of their own, or say nothing to a reader. */
const FIELD_SENTENCES: Readonly<Partial<Record<string, PlainKey | null>>> = {
  lessons_moved: key("changes.lessons_moved"),
  logo_sha256: key("changes.logo"),
  public_id: null,
  lesson_id: null,
};

const TIMES: ReadonlySet<string> = new Set(["access_expires_at", "completed_at"]);
const MORE = "…";

/** Who made a change: a person by name where it is known. */
export function actorText(change: Change, self: Self | null): string {
  const { kind, user_id: userId } = change.actor;
  if (kind === "payment") return t("changes.by_purchase");
  if (kind === "service") return t("changes.by_shop");
  if (userId !== null && userId === self?.userId && self.name !== "") return self.name;
  return change.actor_name ?? userId ?? t("changes.by_somebody");
}

/**
 * Who did what, as a sentence.
 *
 * @param self who is signed in.
 * @param show what a name is shown as.
 */
export function sentence(change: Change, self: Self | null, show: (name: string) => ComponentChild): ComponentChild[] {
  const what = rich(sentenceOf(change), {
    actor: show(actorText(change, self)),
    learner: show(change.learner_name ?? change.user_id ?? ""),
  });
  return change.import_id === null ? what : rich("changes.from_file", { what });
}

function sentenceOf({ action, fields }: Change) {
  const only = fields.length === 1 ? fields[0] : undefined;
  const isOnly = (names: readonly string[]) => fields.length > 0 && fields.every(({ field }) => names.includes(field));
  if (action === "course.changed") {
    if (only?.field === "published")
      return only.after === true ? key("changes.course_published") : key("changes.course_unpublished");
    return OF_COURSE.find((one) => isOnly(one.fields))?.sentence ?? key("changes.course_changed");
  }
  if (action === "certificate_settings.changed") {
    if (only?.field === "enabled")
      return only.after === true ? key("changes.certificates_on") : key("changes.certificates_off");
    if (fields.length === 0 || !fields.every(({ field }) => field.startsWith("template_")))
      return key("changes.certificates_changed");
    return fields.some(({ field }) => field === "template_file_name")
      ? key("changes.template_chosen")
      : key("changes.template_texts");
  }
  // A later version of the API may have others.
  return Object.hasOwn(SENTENCES, action) ? SENTENCES[action] : OTHER;
}

/** What was changed, field by field; nothing that the sentence says already. */
export function fieldLines(change: Change): string[] {
  const { fields } = change;
  const isSaid = (field: string) => fields.length === 1 && (field === "published" || field === "enabled");
  return fields.filter(({ field }) => !isSaid(field)).flatMap((one) => lineOf(one) ?? []);
}

function lineOf(changed: Field): string | null {
  const own = FIELD_SENTENCES[changed.field];
  if (own !== undefined) return own === null ? null : t(own);
  const label = LABELS[changed.field];
  const field = label === undefined ? changed.field : t(label);
  const before = valueText(changed.field, changed.before);
  const after = valueText(changed.field, changed.after);
  if (changed.before === null) return t("changes.line", { field, after });
  if (changed.field === "lessons_removed") return t("changes.line", { field, after: before });
  return t("changes.line_before", { field, before, after });
}

function valueText(field: string, value: Value): string {
  if (value === null) return t(field === "access_expires_at" ? key("changes.no_end") : key("changes.no_value"));
  if (typeof value === "boolean")
    return field === "enabled"
      ? t(value ? key("changes.on") : key("changes.off"))
      : t(value ? key("changes.yes") : key("changes.no"));
  if (Array.isArray(value)) return listText(value.map(String));
  return TIMES.has(field) ? formatDateTime(String(value)) : String(value);
}

function listText(values: readonly string[]): string {
  const shown = values.filter((value) => value !== MORE);
  const items = shown.join(", ");
  return shown.length < values.length ? t("changes.and_more", { items }) : items;
}

/** How much of a list is shown. */
export function shownText(count: number, isComplete: boolean): string {
  return isComplete ? t("changes.all_shown", { count }) : t("changes.shown", { count });
}
