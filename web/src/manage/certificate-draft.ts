// The settings of a course's certificate while they are edited.
import type { Schemas } from "../api/client";

type Settings = Schemas["CertificateSettings"];

/** What shall become the template. */
export type StagedTemplate =
  | { readonly kind: "default" }
  | {
      readonly kind: "file";
      readonly file_name: string;
      readonly size_bytes: number;
      /** Once it is uploaded. */
      readonly upload_id: string | null;
    };

/** Who signs, as it is typed; empty for nobody. */
export interface Signatory {
  readonly signatory_name: string;
  readonly signatory_title: string;
}

/** What stands in the fields. */
export interface CertificateDraft extends Signatory {
  readonly enabled: boolean;
  /** Null while the template stays as it is. */
  readonly template: StagedTemplate | null;
}

/** What stands in the fields of stored settings. */
export function toDraft(settings: Settings): CertificateDraft {
  return {
    enabled: settings.certificate_enabled,
    signatory_name: settings.certificate_signatory_name ?? "",
    signatory_title: settings.certificate_signatory_title ?? "",
    template: null,
  };
}

/** Whether what shall become the template is neither here nor in storage: it was chosen before a new sign-in. */
export function isFileMissing({ template }: CertificateDraft, file: File | null): boolean {
  return template?.kind === "file" && template.upload_id === null && file === null;
}

/** Whether two states of the fields say the same. */
export function draftsEqual(one: CertificateDraft, other: CertificateDraft): boolean {
  const comparable = (draft: CertificateDraft) => [draft.enabled, draft.signatory_name, draft.signatory_title];
  return JSON.stringify([comparable(one), one.template]) === JSON.stringify([comparable(other), other.template]);
}

/**
 * What to send: what was changed here, and the rest as it is stored now.
 *
 * @param base what the draft began from.
 * @param stored what is stored now; somebody else may have changed it meanwhile.
 */
export function toInput(
  draft: CertificateDraft,
  base: Settings,
  stored: Settings,
): Schemas["CertificateSettingsInput"] {
  const before = toDraft(base);
  const { template } = draft;
  return {
    certificate_enabled: draft.enabled === before.enabled ? stored.certificate_enabled : draft.enabled,
    ...(draft.signatory_name !== before.signatory_name && { certificate_signatory_name: draft.signatory_name }),
    ...(draft.signatory_title !== before.signatory_title && { certificate_signatory_title: draft.signatory_title }),
    ...(template?.kind === "default" && { template_upload_id: "default" }),
    ...(template?.kind === "file" && template.upload_id !== null && { template_upload_id: template.upload_id }),
  };
}

/** What was changed here, and by somebody else to something else. */
export function findConflicts(draft: CertificateDraft, base: Settings, stored: Settings): string[] {
  const [before, now] = [toDraft(base), toDraft(stored)];
  const fields = [
    ["enabled", "whether learners get certificates"],
    ["signatory_name", "who signs"],
    ["signatory_title", "the signatory’s title"],
  ] as const;
  const found: string[] = fields
    .filter(([name]) => draft[name] !== before[name] && now[name] !== before[name] && now[name] !== draft[name])
    .map(([, label]) => label);
  if (draft.template && stored.template?.version !== base.template?.version) found.push("the template");
  return found;
}

/** What stands in the fields once `sent` was saved, with what was written meanwhile. */
export function mergeSaved(now: CertificateDraft, sent: CertificateDraft, stored: Settings): CertificateDraft {
  const saved = toDraft(stored);
  return {
    enabled: now.enabled === sent.enabled ? saved.enabled : now.enabled,
    signatory_name: now.signatory_name === sent.signatory_name ? saved.signatory_name : now.signatory_name,
    signatory_title: now.signatory_title === sent.signatory_title ? saved.signatory_title : now.signatory_title,
    template: JSON.stringify(now.template) === JSON.stringify(sent.template) ? null : now.template,
  };
}
