// What a file must be to be tried as a template, and what it is called.
import { MAX_BYTES } from "./upload";

const BYTES_PER_KB = 1024;
const MAX_NAME_LENGTH = 255;
// Storage keeps the name percent-encoded, beside others, in 2 KB.
const MAX_ENCODED_LENGTH = 1800;

/** A size for people. */
export function formatFileSize(bytes: number): string {
  if (bytes < BYTES_PER_KB) return `${bytes} bytes`;
  if (bytes < BYTES_PER_KB * BYTES_PER_KB) return `${Math.round(bytes / BYTES_PER_KB)} KB`;
  return `${(bytes / BYTES_PER_KB / BYTES_PER_KB).toFixed(1)} MB`;
}

/** Why a file need not be uploaded at all, if so. */
export function fileError(file: { name: string; size: number }): string | undefined {
  if (file.size === 0) return `“${file.name}” is empty.`;
  if (file.size > MAX_BYTES)
    return `“${file.name}” has ${formatFileSize(file.size)}. A template has at most ${formatFileSize(MAX_BYTES)}: make its pictures smaller, and export it again.`;
  return undefined;
}

/** The file's name as the API and the storage take it: without signs that are none, and not too long. */
export function uploadFileName(name: string): string {
  let characters = Array.from(name.replace(/\p{Cc}|\p{Cs}/gu, " ").trim());
  while (characters.length > MAX_NAME_LENGTH || encodeURIComponent(characters.join("")).length > MAX_ENCODED_LENGTH)
    characters = characters.slice(0, -1);
  return characters.join("").trim() || "template.pdf";
}
