// Maps errors of the API and the storage to the fields of the certificate form.
import { ProblemError } from "../api/client";
import { unprintableCharacter } from "../api/unprintable";
import type { CertificateDraft } from "./certificate-draft";
import { UploadRefusedError } from "./upload";
import { readableMessage, uniqueErrors, validationErrors, type FieldError } from "./field-errors";

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

const LABELS: Readonly<Record<string, string>> = {
  [fieldPaths.enabled]: "Certificates",
  [fieldPaths.name]: "Signatory’s name",
  [fieldPaths.title]: "Signatory’s title",
  [fieldPaths.extraLine]: "Extra line",
  [fieldPaths.template]: "Template",
  [fieldPaths.ink]: "Colour of the text",
  [fieldPaths.accent]: "Colour of the name",
  [fieldPaths.placement]: "Place of the text",
  [fieldPaths.size]: "Size of the text",
  [fieldPaths.signature]: "Signatory",
  [fieldPaths.printedUrl]: "Verification address",
  [fieldPaths.heading]: "Heading",
  [fieldPaths.logo]: "Issuer’s logo",
};

const MESSAGES: Readonly<Record<string, string>> = {
  [fieldPaths.name]: "Enter at most 120 characters, without line breaks or tabs.",
  [fieldPaths.title]: "Enter at most 120 characters, without line breaks or tabs.",
  [fieldPaths.extraLine]: "Enter at most 120 characters, without line breaks or tabs.",
  [fieldPaths.heading]: "Enter at most 80 characters, without line breaks or tabs.",
};

const NOTHING_CHANGED = "Nothing was changed.";

/** The field errors of a failed save; empty when the error belongs to no field. */
export function fieldErrors(error: unknown, draft: CertificateDraft): FieldError[] {
  if (error instanceof UploadRefusedError)
    return [fieldError(fieldPaths.template, `${uploadErrorMessage(error)} ${NOTHING_CHANGED}`)];
  if (!(error instanceof ProblemError)) return [];
  switch (error.code) {
    case "template_missing":
      return [
        fieldError(fieldPaths.enabled, "Certificates need a template. Upload one or use Laurel’s default template."),
      ];
    case "logo_missing":
      return [fieldError(fieldPaths.logo, `${error.detail} ${NOTHING_CHANGED}`)];
    case "template_invalid":
    case "template_too_large":
      return [fieldError(fieldPaths.template, `${error.detail} ${NOTHING_CHANGED}`)];
    case "name_not_printable":
      return [fieldError(unprintableFieldPath(error, draft), `${error.detail} ${NOTHING_CHANGED}`)];
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
export function fieldError(path: string, message: string): FieldError {
  return { path, label: LABELS[path] ?? "", message };
}

function uploadErrorMessage({ status, code }: UploadRefusedError): string {
  switch (code) {
    case "EntityTooLarge":
      return "The file is too large. Templates can be at most 10 MB.";
    case "EntityTooSmall":
      return "The file is empty.";
    case "AccessDenied":
      return "This upload is no longer accepted. Save again to start a new one.";
    default:
      return `The file could not be uploaded (${status} ${code}). Please try again in a moment.`;
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
