// Checks and names of template files before their upload.
import { locale, t } from "../texts/texts";
import { MAX_BYTES } from "./upload";

const BYTES_PER_KB = 1024;
const MAX_NAME_LENGTH = 255;
// S3 stores the percent-encoded name with other metadata, 2 KB in all.
const MAX_ENCODED_LENGTH = 1800;

/** A file size for display. */
export function formatFileSize(bytes: number): string {
  if (bytes < BYTES_PER_KB) return t("template_file.bytes", { count: bytes });
  if (bytes < BYTES_PER_KB * BYTES_PER_KB) return t("template_file.kb", { size: Math.round(bytes / BYTES_PER_KB) });
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return t("template_file.mb", { size: (bytes / BYTES_PER_KB / BYTES_PER_KB).toLocaleString(locale(), digits) });
}

/** Why a file cannot be a template, checked before its upload; undefined when it can. */
export function fileError(file: { name: string; size: number }): string | undefined {
  if (file.size === 0) return t("template_file.empty", { file: file.name });
  if (file.size > MAX_BYTES)
    return t("template_file.too_large", {
      file: file.name,
      size: formatFileSize(file.size),
      max: formatFileSize(MAX_BYTES),
    });
  return undefined;
}

/** The file's name as the API and the storage accept it: without control characters and not too long. */
export function uploadFileName(name: string): string {
  let characters = Array.from(name.replace(/\p{Cc}|\p{Cs}/gu, " ").trim());
  while (characters.length > MAX_NAME_LENGTH || encodeURIComponent(characters.join("")).length > MAX_ENCODED_LENGTH)
    characters = characters.slice(0, -1);
  return characters.join("").trim() || "template.pdf";
}
