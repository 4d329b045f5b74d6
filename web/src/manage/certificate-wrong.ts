// What the API or the storage refuses in a certificate's settings, at the fields of the panel.
import { ProblemError } from "../api/client";
import type { CertificateDraft } from "./certificate-draft";
import { UploadRefusedError } from "./upload";
import { inWords, once, placesOf, type Wrong } from "./wrong";

/** The paths of fields. */
export const paths = {
  enabled: "certificate_enabled",
  name: "certificate_signatory_name",
  title: "certificate_signatory_title",
  template: "template",
};

const LABELS: Readonly<Record<string, string>> = {
  [paths.enabled]: "Certificates",
  [paths.name]: "Signatory’s name",
  [paths.title]: "Signatory’s title",
  [paths.template]: "Template",
};

const WORDS: Readonly<Record<string, string>> = {
  [paths.name]: "Needs at most 120 characters, without line breaks and tabs.",
  [paths.title]: "Needs at most 120 characters, without line breaks and tabs.",
};

const UNCHANGED = "Nothing has changed.";

/** What was refused, at its field; none when it is about no field. */
export function wrongsOf(error: unknown, draft: CertificateDraft): Wrong[] {
  if (error instanceof UploadRefusedError) return [at(paths.template, `${uploadRefusal(error)} ${UNCHANGED}`)];
  if (!(error instanceof ProblemError)) return [];
  switch (error.code) {
    case "template_missing":
      return [at(paths.enabled, "Certificates need a template first. Upload one, or use Laurel’s own.")];
    case "template_invalid":
    case "template_too_large":
      return [at(paths.template, `${error.detail} ${UNCHANGED}`)];
    case "name_not_printable":
      return [at(unprintable(error.detail, draft), `${error.detail} ${UNCHANGED}`)];
    default:
      return once(
        placesOf(error).map(({ location, message }) => {
          const field = String(location[0] ?? "");
          // What is asked for an upload is the file's name and size.
          const path = field in LABELS ? field : paths.template;
          return at(path, inWords(message, WORDS[path]));
        }),
      );
  }
}

/** Something wrong at a field. */
export function at(path: string, message: string): Wrong {
  return { path, label: LABELS[path] ?? "", message };
}

function uploadRefusal({ status, code }: UploadRefusedError): string {
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
function unprintable(detail: string, draft: CertificateDraft): string {
  const found = /U\+([0-9A-F]{4,6})/.exec(detail);
  const character = found ? String.fromCodePoint(parseInt(found[1] ?? "", 16)) : "";
  const inTitle = character !== "" && draft.signatory_title.includes(character);
  return inTitle && !draft.signatory_name.includes(character) ? paths.title : paths.name;
}
