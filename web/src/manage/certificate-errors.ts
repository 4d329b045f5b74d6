// What the API or the storage refuses in a certificate's settings, at the fields of the panel.
import { ProblemError } from "../api/client";
import type { CertificateDraft } from "./certificate-draft";
import { UploadRefusedError } from "./upload";
import { readableMessage, uniqueErrors, validationErrors, type FieldError } from "./field-errors";

/** The paths of fields. */
export const fieldPaths = {
  enabled: "certificate_enabled",
  name: "certificate_signatory_name",
  title: "certificate_signatory_title",
  template: "template",
};

const LABELS: Readonly<Record<string, string>> = {
  [fieldPaths.enabled]: "Certificates",
  [fieldPaths.name]: "Signatory’s name",
  [fieldPaths.title]: "Signatory’s title",
  [fieldPaths.template]: "Template",
};

const MESSAGES: Readonly<Record<string, string>> = {
  [fieldPaths.name]: "Needs at most 120 characters, without line breaks and tabs.",
  [fieldPaths.title]: "Needs at most 120 characters, without line breaks and tabs.",
};

const NOTHING_CHANGED = "Nothing has changed.";

/** What was refused, at its field; none when it is about no field. */
export function fieldErrors(error: unknown, draft: CertificateDraft): FieldError[] {
  if (error instanceof UploadRefusedError)
    return [fieldError(fieldPaths.template, `${uploadErrorMessage(error)} ${NOTHING_CHANGED}`)];
  if (!(error instanceof ProblemError)) return [];
  switch (error.code) {
    case "template_missing":
      return [fieldError(fieldPaths.enabled, "Certificates need a template first. Upload one, or use Laurel’s own.")];
    case "template_invalid":
    case "template_too_large":
      return [fieldError(fieldPaths.template, `${error.detail} ${NOTHING_CHANGED}`)];
    case "name_not_printable":
      return [fieldError(unprintableFieldPath(error.detail, draft), `${error.detail} ${NOTHING_CHANGED}`)];
    default:
      return uniqueErrors(
        validationErrors(error).map(({ location, message }) => {
          const field = String(location[0] ?? "");
          // What is asked for an upload is the file's name and size.
          const path = field in LABELS ? field : fieldPaths.template;
          return fieldError(path, readableMessage(message, MESSAGES[path]));
        }),
      );
  }
}

/** Something wrong at a field. */
export function fieldError(path: string, message: string): FieldError {
  return { path, label: LABELS[path] ?? "", message };
}

function uploadErrorMessage({ status, code }: UploadRefusedError): string {
  switch (code) {
    case "EntityTooLarge":
      return "The storage takes at most 10 MB.";
    case "EntityTooSmall":
      return "The storage says that the file is empty.";
    case "AccessDenied":
      return "The storage no longer takes this upload. Save again to start a new one.";
    default:
      return `The storage did not take the file (${status} ${code}). Try it again in a moment.`;
  }
}

/** The detail names the character as U+…; the field that has it is the one to correct. */
function unprintableFieldPath(detail: string, draft: CertificateDraft): string {
  const found = /U\+([0-9A-F]{4,6})/.exec(detail);
  const character = found ? String.fromCodePoint(parseInt(found[1] ?? "", 16)) : "";
  const inTitle = character !== "" && draft.signatory_title.includes(character);
  return inTitle && !draft.signatory_name.includes(character) ? fieldPaths.title : fieldPaths.name;
}
