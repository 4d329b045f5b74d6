// Maps errors of the API and the storage to the fields of the certificate form.
import { ProblemError } from "../api/client";
import { unprintableCharacter } from "../api/unprintable";
import { key, type PlainKey, t } from "../texts/texts";
import type { CertificateDraft } from "./certificate-draft";
import { UploadRefusedError } from "./upload";
import {
  readableMessage,
  toWording,
  uniqueErrors,
  validationErrors,
  type FieldError,
  type Wording,
} from "./field-errors";

/** The paths of fields. */
export const fieldPaths = {
  enabled: "certificate_enabled",
  name: "certificate_signatory_name",
  title: "certificate_signatory_title",
  extraLine: "certificate_extra_line",
  template: "template",
  ink: "template_ink",
  accent: "template_accent",
  placement: "template_placement",
  size: "template_size",
  signature: "template_signature",
  printedUrl: "template_printed_url",
  heading: "heading",
  logo: "logo",
};

const LABELS: Readonly<Record<string, PlainKey>> = {
  [fieldPaths.enabled]: key("certificates.heading"),
  [fieldPaths.name]: key("certificate_fields.name"),
  [fieldPaths.title]: key("certificate_fields.title"),
  [fieldPaths.extraLine]: key("certificate_fields.extra_line"),
  [fieldPaths.template]: key("certificate_form.template"),
  [fieldPaths.ink]: key("certificate_errors.ink"),
  [fieldPaths.accent]: key("certificate_errors.accent"),
  [fieldPaths.placement]: key("certificate_errors.placement"),
  [fieldPaths.size]: key("certificate_errors.size"),
  [fieldPaths.signature]: key("certificate_errors.signature"),
  [fieldPaths.printedUrl]: key("certificate_errors.printed_url"),
  [fieldPaths.heading]: key("design_fields.heading"),
  [fieldPaths.logo]: key("certificate_errors.logo"),
};

const MESSAGES: Readonly<Record<string, PlainKey>> = {
  [fieldPaths.name]: key("certificate_errors.max_120"),
  [fieldPaths.title]: key("certificate_errors.max_120"),
  [fieldPaths.extraLine]: key("certificate_errors.max_120"),
  [fieldPaths.heading]: key("certificate_errors.max_80"),
};

/** The field errors of a failed save; empty when the error belongs to no field. */
export function fieldErrors(error: unknown, draft: CertificateDraft): FieldError[] {
  if (error instanceof UploadRefusedError)
    return [fieldError(fieldPaths.template, `${uploadErrorMessage(error)} ${t("certificate_errors.nothing_changed")}`)];
  if (!(error instanceof ProblemError)) return [];
  switch (error.code) {
    case "template_missing":
      return [fieldError(fieldPaths.enabled, t("certificate_errors.template_missing"))];
    case "logo_missing":
      return [refusal(fieldPaths.logo, error)];
    case "template_invalid":
    case "template_too_large":
      return [refusal(fieldPaths.template, error)];
    case "name_not_printable":
      return [refusal(unprintableFieldPath(error, draft), error)];
    default:
      return uniqueErrors(
        validationErrors(error).map(({ location, message }) => {
          const field = String(location[0] ?? "");
          // Other fields are those of the upload: the file's name and size.
          const path = field in LABELS ? field : fieldPaths.template;
          return fieldError(path, readableMessage(message, MESSAGES[path]));
        }),
      );
  }
}

/** Whether an error says that the chosen template can never be used; others may pass. */
export function isTemplateRefused(error: unknown): boolean {
  if (error instanceof UploadRefusedError) return error.code === "EntityTooLarge" || error.code === "EntityTooSmall";
  return error instanceof ProblemError && (error.code === "template_invalid" || error.code === "template_too_large");
}

/** The paths whose errors are gone once these values of the draft were changed. */
export function pathsOf(names: readonly string[]): string[] {
  return names.flatMap((name) => PATHS[name] ?? [`template_${name}`]);
}

const PATHS: Readonly<Record<string, readonly string[]>> = {
  enabled: [fieldPaths.enabled],
  signatory_name: [fieldPaths.name],
  signatory_title: [fieldPaths.title],
  extra_line: [fieldPaths.extraLine],
  // Another design may have another heading, or no logo; and a template is what certificates need.
  template: [fieldPaths.template, fieldPaths.heading, fieldPaths.logo, fieldPaths.enabled],
  printed_url: [fieldPaths.printedUrl],
};

/** An error at a field of the form. */
export function fieldError(path: string, error: string | Wording): FieldError {
  const label = LABELS[path];
  return { path, label: label === undefined ? "" : t(label), ...toWording(error) };
}

/** What the API says about a field whose change it refused. */
function refusal(path: string, { detail }: ProblemError): FieldError {
  return fieldError(path, { message: t("certificate_errors.nothing_changed"), detail });
}

function uploadErrorMessage({ status, code }: UploadRefusedError): string {
  switch (code) {
    case "EntityTooLarge":
      return t("certificate_errors.too_large");
    case "EntityTooSmall":
      return t("certificate_errors.empty");
    case "AccessDenied":
      return t("certificate_errors.upload_expired");
    default:
      return t("certificate_errors.upload_failed", { status, code });
  }
}

/** The field that contains the unprintable character. */
function unprintableFieldPath(error: ProblemError, draft: CertificateDraft): string {
  const character = unprintableCharacter(error);
  const { template } = draft;
  const hasNoUpload = template?.kind === "design" && template.upload_id === null;
  if (hasNoUpload && character !== undefined && template.choice.heading.includes(character)) return fieldPaths.heading;
  if (character === undefined || draft.signatory_name.includes(character)) return fieldPaths.name;
  if (draft.signatory_title.includes(character)) return fieldPaths.title;
  return draft.extra_line.includes(character) ? fieldPaths.extraLine : fieldPaths.name;
}
