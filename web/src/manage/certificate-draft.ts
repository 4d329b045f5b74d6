// The unsaved state of a course's certificate settings.
import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";
import type { DesignChoice } from "./design-choice";

type Settings = Schemas["CertificateSettings"];

/** A template that was chosen and is not saved yet. */
export type StagedTemplate =
  | { readonly kind: "default" }
  | {
      readonly kind: "design";
      readonly choice: DesignChoice;
      /** Null until it is drawn. */
      readonly upload_id: string | null;
    }
  | {
      readonly kind: "file";
      readonly file_name: string;
      readonly size_bytes: number;
      /** Null until the file is uploaded. */
      readonly upload_id: string | null;
    };

/** The signatory and the extra line as typed; empty for none. */
export interface PrintedText {
  readonly signatory_name: string;
  readonly signatory_title: string;
  readonly extra_line: string;
}

/** How the texts look on the template; it belongs to the template's version. */
export interface TemplateStyle {
  /** The colour of the texts, as `#rrggbb`; null for what the template's background needs. */
  readonly ink: string | null;
  /** The colour of the name; null for that of the texts. */
  readonly accent: string | null;
  readonly placement: Schemas["Template"]["placement"];
  readonly size: Schemas["Template"]["size"];
  /** Whether the signatory is printed, with a line to sign on. */
  readonly signature: boolean;
  /** Whether the verification address is printed. */
  readonly printed_url: boolean;
}

/** The style that a new template begins with. */
export const DEFAULT_STYLE: TemplateStyle = {
  ink: null,
  accent: null,
  placement: "middle",
  size: "M",
  signature: true,
  printed_url: true,
};
const STYLE_FIELDS = Object.keys(DEFAULT_STYLE) as (keyof TemplateStyle)[];

/** The values of the form fields. */
export interface CertificateDraft extends PrintedText, TemplateStyle {
  readonly enabled: boolean;
  /** Null to keep the current template. */
  readonly template: StagedTemplate | null;
}

/** The style alone. */
export function styleOf({ ink, accent, placement, size, signature, printed_url }: TemplateStyle): TemplateStyle {
  return { ink, accent, placement, size, signature, printed_url };
}

/** Whether two styles differ. */
export function stylesDiffer(one: TemplateStyle, other: TemplateStyle): boolean {
  return STYLE_FIELDS.some((name) => one[name] !== other[name]);
}

/** The draft of stored settings. */
export function toDraft(settings: Settings): CertificateDraft {
  return {
    enabled: settings.certificate_enabled,
    signatory_name: settings.certificate_signatory_name ?? "",
    signatory_title: settings.certificate_signatory_title ?? "",
    extra_line: settings.certificate_extra_line ?? "",
    template: null,
    ...styleOf(settings.template ?? DEFAULT_STYLE),
  };
}

/** Whether the chosen file is neither uploaded nor in memory: it was chosen before a new sign-in. */
export function isFileMissing({ template }: CertificateDraft, file: File | null): boolean {
  return template?.kind === "file" && template.upload_id === null && file === null;
}

/** The upload that becomes the template; null while it is neither uploaded nor drawn. */
export function uploadId(template: StagedTemplate): string | null {
  return template.kind === "default" ? "default" : template.upload_id;
}

/** The draft without the upload of its template, which is made again before it is saved. */
export function withoutUpload(draft: CertificateDraft): CertificateDraft {
  const { template } = draft;
  return template === null || template.kind === "default"
    ? draft
    : { ...draft, template: { ...template, upload_id: null } };
}

/** Whether two drafts have the same content. */
export function draftsEqual(one: CertificateDraft, other: CertificateDraft): boolean {
  const comparable = (draft: CertificateDraft) => [
    draft.enabled,
    draft.signatory_name,
    draft.signatory_title,
    draft.extra_line,
    styleOf(draft),
  ];
  return JSON.stringify([comparable(one), one.template]) === JSON.stringify([comparable(other), other.template]);
}

/**
 * The request body: fields that were changed here, and the stored value of the others.
 *
 * @param base the settings that the draft is based on.
 * @param stored the settings as stored now; somebody else may have changed them since.
 */
export function toInput(
  draft: CertificateDraft,
  base: Settings,
  stored: Settings,
): Schemas["CertificateSettingsInput"] {
  const before = draft.template ? { ...toDraft(base), ...DEFAULT_STYLE } : toDraft(base);
  const upload = draft.template && uploadId(draft.template);
  return {
    certificate_enabled: draft.enabled === before.enabled ? stored.certificate_enabled : draft.enabled,
    ...(draft.signatory_name !== before.signatory_name && { certificate_signatory_name: draft.signatory_name }),
    ...(draft.signatory_title !== before.signatory_title && { certificate_signatory_title: draft.signatory_title }),
    ...(draft.extra_line !== before.extra_line && { certificate_extra_line: draft.extra_line }),
    ...(draft.ink !== before.ink && { template_ink: draft.ink }),
    ...(draft.accent !== before.accent && { template_accent: draft.accent }),
    ...(draft.placement !== before.placement && { template_placement: draft.placement }),
    ...(draft.size !== before.size && { template_size: draft.size }),
    ...(draft.signature !== before.signature && { template_signature: draft.signature }),
    ...(draft.printed_url !== before.printed_url && { template_printed_url: draft.printed_url }),
    ...(upload !== null && { template_upload_id: upload }),
  };
}

/** The fields that were changed both here and by somebody else, to different values. */
export function findConflicts(draft: CertificateDraft, base: Settings, stored: Settings): string[] {
  const [before, now] = [toDraft(base), toDraft(stored)];
  const fields = [
    ["enabled", key("certificate_conflict.enabled")],
    ["signatory_name", key("certificate_conflict.name")],
    ["signatory_title", key("certificate_conflict.title")],
    ["extra_line", key("certificate_conflict.extra_line")],
  ] as const;
  const found: string[] = fields
    .filter(([name]) => draft[name] !== before[name] && now[name] !== before[name] && now[name] !== draft[name])
    .map(([, label]) => t(label));
  const changesTemplate = draft.template !== null || stylesDiffer(draft, before);
  if (changesTemplate && stored.template?.version !== base.template?.version)
    found.push(t("certificate_conflict.template"));
  return found;
}

/** The draft after `sent` was saved, keeping what was typed since. */
export function mergeSaved(now: CertificateDraft, sent: CertificateDraft, stored: Settings): CertificateDraft {
  const saved = toDraft(stored);
  return {
    enabled: now.enabled === sent.enabled ? saved.enabled : now.enabled,
    signatory_name: now.signatory_name === sent.signatory_name ? saved.signatory_name : now.signatory_name,
    signatory_title: now.signatory_title === sent.signatory_title ? saved.signatory_title : now.signatory_title,
    extra_line: now.extra_line === sent.extra_line ? saved.extra_line : now.extra_line,
    ink: now.ink === sent.ink ? saved.ink : now.ink,
    accent: now.accent === sent.accent ? saved.accent : now.accent,
    placement: now.placement === sent.placement ? saved.placement : now.placement,
    size: now.size === sent.size ? saved.size : now.size,
    signature: now.signature === sent.signature ? saved.signature : now.signature,
    printed_url: now.printed_url === sent.printed_url ? saved.printed_url : now.printed_url,
    template: JSON.stringify(now.template) === JSON.stringify(sent.template) ? null : now.template,
  };
}
